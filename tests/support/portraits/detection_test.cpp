#include <gtest/gtest.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>
#include <vector>

#include "portraits/scene.hpp"
#include "portraits/video.hpp"

#if defined(__SANITIZE_ADDRESS__)
// LeakSanitizer itself dies (signal 11 in its tracer) on the worker threads that OpenCV's detector leaves behind here.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() {
  return "detect_leaks=0";
}
#endif

namespace facewire::portraits {
namespace {

double overlapOf(const cv::Rect& a, const cv::Rect& b) {
  const double both = (a & b).area();
  return both / (a.area() + b.area() - both);
}

/// Looks at pictures with OpenCV's frontal cascade and counts.
class PortraitDetection : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(cascade_.load(FACEWIRE_CASCADES "/haarcascade_frontalface_default.xml")); }

  void look(const Picture& picture) {
    cv::Mat grey;
    cv::cvtColor(picture.image, grey, cv::COLOR_BGR2GRAY);
    std::vector<cv::Rect> boxes;
    cascade_.detectMultiScale(grey, boxes, 1.1, 4, 0, cv::Size(40, 40));
    const auto matches = [](const cv::Rect& a, const cv::Rect& b) { return overlapOf(a, b) >= 0.4; };
    for (const FaceTruth& face : picture.faces) {
      ++faces_;
      found_ += std::any_of(boxes.begin(), boxes.end(), [&](const cv::Rect& box) { return matches(box, face.box); });
    }
    for (const cv::Rect& box : boxes) {
      wrong_ += std::none_of(picture.faces.begin(), picture.faces.end(),
                             [&](const FaceTruth& face) { return matches(box, face.box); });
    }
  }

  cv::CascadeClassifier cascade_;
  int faces_ = 0;
  int found_ = 0;
  int wrong_ = 0;
};

TEST_F(PortraitDetection, CascadeFindsPortraits) {
  for (std::uint64_t person = 0; person < 150; ++person)
    look(renderScene(portraitScene(person, person % 5, {200, 200})));
  EXPECT_GE(found_, 0.97 * faces_);
  EXPECT_LE(wrong_, 3);
}

TEST_F(PortraitDetection, CascadeFindsFacesOfEverySizeInScenes) {
  for (int i = 0; i < 50; ++i) {
    Scene scene;
    scene.background = static_cast<std::uint64_t>(i);
    scene.grain = scene.background;
    for (int k = 0; k < 2; ++k) {
      const auto person = static_cast<std::uint64_t>(500 + 2 * i + k);
      const auto side = static_cast<float>(60 + (i * 2 + k) * 37 % 141);
      const auto x = static_cast<float>(170 + k * 310);
      scene.figures.push_back({person, shotOf(person), {x - side / 2, 210 - side / 2, side, side}});
    }
    look(renderScene(scene));
  }
  EXPECT_EQ(faces_, 100);
  EXPECT_GE(found_, 97);
  EXPECT_LE(wrong_, 3);
}

TEST_F(PortraitDetection, CascadeFindsNothingInEmptyRooms) {
  for (std::uint64_t room = 0; room < 30; ++room) look(renderScene(groupScene({}, {640, 480}, room)));
  EXPECT_EQ(wrong_, 0);
}

TEST_F(PortraitDetection, VideoTruthIsWhatTheCascadeSees) {
  const Video video{.people = {0, 1, 2}, .frames = 200};
  for (int index = 0; index < video.frames; index += 5) look(renderVideoFrame(video, index));
  EXPECT_GE(faces_, 60);
  EXPECT_GE(found_, 0.95 * faces_);
  // Faces that are just entering are seen before they count.
  EXPECT_LE(wrong_, 0.05 * faces_);
}

}  // namespace
}  // namespace facewire::portraits
