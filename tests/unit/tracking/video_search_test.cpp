#include "facewire/tracking/video_search.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include "facewire/tracking/tracked_faces.hpp"
#include "portraits/scene.hpp"
#include "portraits/video.hpp"

namespace facewire::tracking {
namespace {

cv::Mat greyOf(const cv::Mat& colour) {
  cv::Mat grey;
  cv::cvtColor(colour, grey, cv::COLOR_BGR2GRAY);
  return grey;
}

bool isSame(const cv::Rect& a, const cv::Rect& b) {
  return 2 * (a & b).area() >= (a | b).area();
}

bool holds(const std::vector<cv::Rect>& boxes, const cv::Rect& box) {
  return std::ranges::any_of(boxes, [&](const cv::Rect& other) { return isSame(box, other); });
}

class VideoSearchTest : public testing::Test {
 protected:
  static vision::DetectorOptions options() {
    vision::DetectorOptions options;
    options.cascade = FACEWIRE_CASCADE;
    return options;
  }

  /// One frame, as a connection has it.
  std::vector<cv::Rect> find(const cv::Mat& grey) {
    const auto faces = faces_.find({grey}, finder_);
    tracks_ = faces_.follow(faces, nullptr);
    return vision::boxesOf(faces);
  }

  void compare(const cv::Mat& grey) {
    const auto full = detector_.detect(grey);
    const auto found = find(grey);
    ++frames_;
    inFull_ += full.size();
    for (const cv::Rect& box : full) kept_ += holds(found, box) ? 1 : 0;
    for (const cv::Rect& box : found) extra_ += holds(full, box) ? 0 : 1;
    for (const cv::Rect& box : found) EXPECT_EQ(box & cv::Rect({}, grey.size()), box);
    tried_ += faces_.windows();
    for (const auto& layer : detector_.layers(detector_.searched(grey).size())) inFullScan_ += layer.windows();
  }

  /// But for some frames until each who `enters` is met.
  void expectAsGoodAsFullScans(std::size_t enters) {
    const auto kept = static_cast<double>(kept_ + enters * ScanCycle::kFrames);
    EXPECT_GE(kept, 0.98 * static_cast<double>(inFull_)) << kept_ << " of " << inFull_;
    EXPECT_LE(extra_ * 100, frames_);
    EXPECT_LE(tried_ * 8, inFullScan_);
  }

  vision::FaceFinder finder_{options()};
  vision::FaceDetector& detector_ = *finder_.haar();
  TrackedFaces faces_;
  std::vector<TrackId> tracks_;
  std::size_t frames_ = 0, inFull_ = 0, kept_ = 0, extra_ = 0;
  std::int64_t tried_ = 0, inFullScan_ = 0;
};

TEST_F(VideoSearchTest, KeepsTheFacesOfPeopleWhoComeAndGo) {
  const portraits::Video film{.people = {11, 12}, .size = {480, 320}, .frames = 120, .fps = 12, .seed = 6};
  renderVideo(film, [&](int, const portraits::Picture& picture) {
    compare(greyOf(picture.image));
    return true;
  });
  EXPECT_GT(inFull_, 100u);
  expectAsGoodAsFullScans(film.people.size());
}

/// More than are searched in all sizes at once.
TEST_F(VideoSearchTest, KeepsTheFacesOfAGroup) {
  const portraits::Video film{.people = {50, 51, 52, 53, 54}, .size = {640, 480}, .frames = 60, .seed = 25};
  renderVideo(film, [&](int, const portraits::Picture& picture) {
    compare(greyOf(picture.image));
    return true;
  });
  EXPECT_GT(inFull_, 2 * frames_);
  expectAsGoodAsFullScans(film.people.size());
}

TEST_F(VideoSearchTest, KeepsTheFacesOfAnInterview) {
  const char* folder = std::getenv("FACEWIRE_SHARED_DATA");
  const std::filesystem::path data = folder != nullptr ? folder : FACEWIRE_SOURCE_DIR "/../shared/data";
  const auto file = data / "interview" / "video1.mkv";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "no film at " << file;
  cv::VideoCapture film(file.string());
  cv::Mat colour;
  for (int index = 0; index < 150 && film.read(colour); ++index) compare(greyOf(colour));
  EXPECT_EQ(frames_, 150u);
  expectAsGoodAsFullScans(0);
}

/// The same enlarged, as a camera of 640 x 480 sees it: what makes just enough windows for a face on some frames, and
/// just too few on others.
TEST_F(VideoSearchTest, KeepsWhatTheFullScansFindOnSomeFramesOnly) {
  const char* folder = std::getenv("FACEWIRE_SHARED_DATA");
  const std::filesystem::path data = folder != nullptr ? folder : FACEWIRE_SOURCE_DIR "/../shared/data";
  const auto file = data / "interview" / "video1.mkv";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "no film at " << file;
  cv::VideoCapture film(file.string());
  cv::Mat colour;
  for (int index = 0; index < 180 && film.read(colour); ++index) {
    if (index < 100) continue;
    cv::resize(colour, colour, {640, 480}, 0, 0, cv::INTER_CUBIC);
    compare(greyOf(colour));
  }
  EXPECT_EQ(frames_, 80u);
  expectAsGoodAsFullScans(0);
}

/// Longer away than a track lives.
TEST_F(VideoSearchTest, ShowsAtOnceWhoComesBackToTheSamePlace) {
  portraits::Scene scene;
  scene.size = {480, 320};
  scene.background = 4;
  const cv::Mat empty = greyOf(renderScene(scene).image);
  scene.figures.push_back({21, portraits::Shot{}, {120, 90, 110, 110}});
  const cv::Mat met = greyOf(renderScene(scene).image);
  const auto full = detector_.detect(met);
  ASSERT_EQ(full.size(), 1u);
  VideoSearch search;
  search.findAnywhere(detector_, met);
  search.findNear(detector_, met, full);
  for (int i = 0; i < 2 * FaceTracker::kMaxMissed; ++i) EXPECT_TRUE(search.findNear(detector_, empty, {}).empty());
  EXPECT_TRUE(holds(search.findNear(detector_, met, {}), full[0]));
}

/// Somebody stands where nobody was, from one frame to the next, in any phase of the cycle.
TEST_F(VideoSearchTest, ShowsANewFaceWithinTenFrames) {
  constexpr int kWithin = 10;
  int appeared = 0;
  int phase = 0;
  for (const float side : {40.0F, 64.0F, 110.0F}) {
    for (const cv::Point2f at : {cv::Point2f(0.0F, 0.0F), {1.0F, 0.1F}, {0.5F, 0.5F}, {0.1F, 1.0F}, {0.9F, 0.9F}}) {
      const cv::Size size(320, 240);
      portraits::Scene scene;
      scene.size = size;
      scene.background = 4;
      const cv::Mat empty = greyOf(renderScene(scene).image);
      const cv::Point2f room(static_cast<float>(size.width) - side - 30, static_cast<float>(size.height) - side - 30);
      portraits::Shot shot;
      scene.figures.push_back({21, shot, {15 + at.x * room.x, 15 + at.y * room.y, side, side}});
      const cv::Mat met = greyOf(renderScene(scene).image);
      const auto full = detector_.detect(met);
      if (full.size() != 1) continue;
      ++appeared;
      VideoSearch search;
      search.findAnywhere(detector_, empty);
      for (int i = 0; i < phase % static_cast<int>(ScanCycle::kFrames); ++i) search.findNear(detector_, empty, {});
      ++phase;
      int frames = 1;
      while (frames <= kWithin && !holds(search.findNear(detector_, met, {}), full[0])) ++frames;
      EXPECT_LE(frames, kWithin) << full[0];
    }
  }
  EXPECT_GE(appeared, 10);
}

TEST_F(VideoSearchTest, SearchesTheFirstFrameOfASceneFully) {
  const cv::Mat one = greyOf(renderScene(portraits::groupScene({1, 2}, {480, 320}, 3)).image);
  const cv::Mat other = greyOf(renderScene(portraits::groupScene({5, 6, 7}, {480, 320}, 8)).image);
  EXPECT_EQ(find(one), detector_.detect(one));
  for (int i = 0; i < 3; ++i) find(one);
  const auto before = tracks_;
  EXPECT_EQ(find(other), detector_.detect(other));
  for (const TrackId track : tracks_) EXPECT_EQ(std::ranges::count(before, track), 0);
}

TEST_F(VideoSearchTest, SearchesFullyWhereThePictureChangesItsSize) {
  const cv::Mat large = greyOf(renderScene(portraits::groupScene({1, 2}, {480, 320}, 3)).image);
  cv::Mat small;
  cv::resize(large, small, {}, 0.7, 0.7, cv::INTER_AREA);
  for (const cv::Mat& grey : {large, small, large}) {
    EXPECT_EQ(find(grey), detector_.detect(grey));
    find(grey);
  }
}

TEST_F(VideoSearchTest, TakesPicturesInWhichNoFaceFits) {
  for (const cv::Size size : {cv::Size(1, 1), cv::Size(8, 500), cv::Size(30, 30), cv::Size(700, 31)}) {
    const cv::Mat grey(size, CV_8UC1, cv::Scalar(90));
    for (int i = 0; i < 7; ++i) EXPECT_TRUE(find(grey).empty()) << size;
  }
}

TEST_F(VideoSearchTest, SearchesLargePicturesAtTheScaleOfTheFullScan) {
  cv::Mat grey;
  cv::resize(greyOf(renderScene(portraits::groupScene({1, 2}, {480, 320}, 3)).image), grey, {}, 6, 6);
  const auto full = find(grey);
  ASSERT_FALSE(full.empty());
  for (int i = 0; i < 3; ++i) {
    const auto found = find(grey);
    ASSERT_EQ(found.size(), full.size());
    for (const cv::Rect& box : full) EXPECT_TRUE(holds(found, box)) << box;
  }
}

}  // namespace
}  // namespace facewire::tracking
