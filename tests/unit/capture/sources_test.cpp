#include <gtest/gtest.h>

#include <opencv2/videoio.hpp>

#include "facewire/base/file.hpp"
#include "facewire/capture/frame_source.hpp"
#include "temporary_folder.hpp"

namespace facewire::capture {
namespace {

class Sources : public ::testing::Test {
 protected:
  /// Frame i is grey of 10 * i.
  std::string writeVideo(int frames) {
    const std::string path = (folder_.path() / "steps.avi").string();
    cv::VideoWriter writer(path, cv::VideoWriter::fourcc('M', 'J', 'P', 'G'), 10, {64, 48});
    for (int i = 0; i < frames; ++i) writer.write(cv::Mat(48, 64, CV_8UC3, cv::Scalar::all(10 * i)));
    return path;
  }

  test::TemporaryFolder folder_;
};

TEST_F(Sources, AVideoFileGivesEveryFrameInOrderWithItsPosition) {
  const auto source = openVideoFile(writeVideo(20));
  ASSERT_TRUE(source);
  EXPECT_FALSE((*source)->isLive());
  EXPECT_EQ((*source)->framesPerSecond(), 10.0);
  EXPECT_EQ((*source)->expectedFrames(), 20);
  for (int i = 0; i < 20; ++i) {
    const auto frame = (*source)->next();
    ASSERT_TRUE(frame && frame->has_value()) << i;
    EXPECT_EQ((*frame)->index, i);
    EXPECT_NEAR((*frame)->timeMs, i * 100, 1);
    EXPECT_NEAR((*frame)->picture.at<cv::Vec3b>(20, 20)[0], 10 * i, 6);
  }
  EXPECT_FALSE((*source)->next()->has_value());
}

TEST_F(Sources, FramesDoNotShareTheirMemory) {
  const auto source = openVideoFile(writeVideo(3));
  const auto first = (*source)->next();
  const cv::Mat before = (*first)->picture.clone();
  (*source)->next();
  EXPECT_EQ(cv::norm(before, (*first)->picture, cv::NORM_INF), 0);
}

TEST_F(Sources, SaysWhatIsWrongWithAFile) {
  EXPECT_EQ(openVideoFile("/nonexistent/party.mp4").error().detail,
            "/nonexistent/party.mp4: No such file or directory");
  EXPECT_EQ(openVideoFile(folder_.path().string()).error().detail,
            folder_.path().string() + ": is a folder, not a video");
  const std::string text = (folder_.path() / "notes.mp4").string();
  ASSERT_TRUE(writeFile(text, asBytes("no video at all")));
  EXPECT_EQ(openVideoFile(text).error().detail, text + ": is not a video that can be decoded");
}

TEST_F(Sources, ACameraThatIsNotThereIsNamedWithTheRemedy) {
  const auto camera = openCamera(250);
  ASSERT_FALSE(camera);
  EXPECT_EQ(camera.error().code, ErrorCode::invalidInput);
  EXPECT_TRUE(camera.error().detail.starts_with("camera 250 (/dev/video250): there is no such camera"))
      << camera.error().detail;
  EXPECT_NE(camera.error().detail.find("--camera N"), std::string::npos);
}

TEST_F(Sources, AnAddressThatDoesNotAnswerIsNamedWithoutItsPassword) {
  const auto stream =
      openStreamUrl("rtsp://ada:secret@127.0.0.1:1/live", {std::chrono::seconds(2), std::chrono::seconds(2)});
  ASSERT_FALSE(stream);
  EXPECT_TRUE(stream.error().detail.starts_with("rtsp://127.0.0.1:1/live: ")) << stream.error().detail;
}

TEST(WithoutCredentials, TakesOnlyUserAndPasswordAway) {
  EXPECT_EQ(withoutCredentials("rtsp://ada:s@cret@cam/live"), "rtsp://cam/live");
  EXPECT_EQ(withoutCredentials("http://cam:8080/a@b"), "http://cam:8080/a@b");
  EXPECT_EQ(withoutCredentials("http://cam"), "http://cam");
  EXPECT_EQ(withoutCredentials("party.mp4"), "party.mp4");
}

}  // namespace
}  // namespace facewire::capture
