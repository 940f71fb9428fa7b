#include "video_output.hpp"

#include <gtest/gtest.h>

#include "temporary_folder.hpp"

namespace facewire::app {
namespace {

class VideoOutputTest : public ::testing::Test {
 protected:
  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

  static std::vector<cv::Mat> framesOf(const std::string& file) {
    std::vector<cv::Mat> frames;
    cv::VideoCapture video(file);
    for (cv::Mat frame; video.read(frame);) frames.push_back(frame.clone());
    return frames;
  }
  static cv::Mat grey(int level, const cv::Size& size = {64, 48}) { return {size, CV_8UC3, cv::Scalar::all(level)}; }

  test::TemporaryFolder folder_;
};

TEST_F(VideoOutputTest, EveryFrameIsInThePlayableFile) {
  for (const char* name : {"a.mp4", "a.mkv", "a.avi", "b.MP4"}) {
    auto video = VideoOutput::at(path(name), 10, VideoOutput::Timing::everyFrame);
    ASSERT_TRUE(video) << name;
    for (int i = 0; i < 12; ++i) ASSERT_TRUE(video->write(grey(20 * i), i * 100));
    video->close();
    const auto frames = framesOf(path(name));
    ASSERT_EQ(frames.size(), 12U) << name;
    EXPECT_NEAR(frames[5].at<cv::Vec3b>(20, 30)[0], 100, 8) << name;
  }
}

TEST_F(VideoOutputTest, FramesOfAnotherSizeAreFittedIn) {
  auto video = VideoOutput::at(path("a.avi"), 10, VideoOutput::Timing::everyFrame);
  ASSERT_TRUE(video->write(grey(200), 0));
  ASSERT_TRUE(video->write(grey(200, {31, 97}), 100));
  video->close();
  const auto frames = framesOf(path("a.avi"));
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[1].size(), cv::Size(64, 48));
  EXPECT_LT(frames[1].at<cv::Vec3b>(24, 2)[0], 30) << "black beside it";
  EXPECT_GT(frames[1].at<cv::Vec3b>(24, 32)[0], 170);
}

TEST_F(VideoOutputTest, OddSizesKeepTheirWholePicture) {
  auto video = VideoOutput::at(path("a.mp4"), 10, VideoOutput::Timing::everyFrame);
  ASSERT_TRUE(video->write(grey(90, {65, 49}), 0));
  video->close();
  EXPECT_EQ(framesOf(path("a.mp4")).at(0).size(), cv::Size(64, 48));
}

TEST_F(VideoOutputTest, ALiveVideoLastsAsLongAsWhatItShows) {
  auto video = VideoOutput::at(path("a.avi"), 10, VideoOutput::Timing::byClock);
  for (const double timeMs : {5000.0, 5010.0, 5500.0, 6000.0}) ASSERT_TRUE(video->write(grey(90), timeMs));
  video->close();
  EXPECT_EQ(framesOf(path("a.avi")).size(), 11U);
}

TEST_F(VideoOutputTest, ALongGapIsLeftOut) {
  auto video = VideoOutput::at(path("a.avi"), 10, VideoOutput::Timing::byClock);
  for (const double timeMs : {0.0, 100.0, 60'000.0, 60'100.0}) ASSERT_TRUE(video->write(grey(90), timeMs));
  video->close();
  EXPECT_EQ(framesOf(path("a.avi")).size(), 4U);
}

TEST_F(VideoOutputTest, RefusesAnEndingItCannotWriteAndAFolderThatIsNotThere) {
  EXPECT_NE(VideoOutput::at(path("a.gif"), 10, VideoOutput::Timing::everyFrame).error().detail.find(".mp4"),
            std::string::npos);
  EXPECT_FALSE(VideoOutput::at(path("none/a.mp4"), 10, VideoOutput::Timing::everyFrame));
}

}  // namespace
}  // namespace facewire::app
