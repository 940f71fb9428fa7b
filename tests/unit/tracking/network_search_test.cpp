#include "facewire/tracking/network_search.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>
#include <optional>

#include "facewire/tracking/tracked_faces.hpp"
#include "portraits/scene.hpp"
#include "portraits/video.hpp"
#include "truth_file.hpp"
#include "video_score.hpp"
#include "with_models.hpp"

namespace facewire::tracking {
namespace {

using vision::DetectedFace;

const cv::Size kRoom(640, 480);

cv::Mat greyOf(const cv::Mat& colour) {
  cv::Mat grey;
  cv::cvtColor(colour, grey, cv::COLOR_BGR2GRAY);
  return grey;
}

bool holds(const std::vector<DetectedFace>& faces, const cv::Rect& box) {
  return std::ranges::any_of(faces, [&](const DetectedFace& face) { return eval::overlapOf(face.box, box) >= 0.5; });
}

cv::Mat groupOf(const std::vector<std::uint64_t>& people, std::uint64_t seed, cv::Size size = kRoom) {
  return renderScene(portraits::groupScene(people, size, seed)).image;
}

cv::Mat emptyRoom() {
  portraits::Scene scene;
  scene.size = kRoom;
  scene.background = 4;
  return renderScene(scene).image;
}

struct Tally {
  std::size_t faces = 0, nobodys = 0;

  void add(const std::vector<eval::TrueFace>& truth, const std::vector<DetectedFace>& found) {
    std::vector<eval::FoundFace> boxes;
    for (const DetectedFace& face : found) boxes.push_back({face.box, std::nullopt});
    const auto matches = eval::matchFaces(truth, boxes);
    const auto matched =
        static_cast<std::size_t>(std::ranges::count_if(matches, [](const auto& match) { return match.has_value(); }));
    faces += matched;
    nobodys += found.size() - matched;
  }
};

class NetworkSearchTest : public vision::WithModels {
 protected:
  void SetUp() override {
    WithModels::SetUp();
    if (IsSkipped()) return;
    finder_.emplace(vision::yuNetOptions());
    everywhere_.emplace(vision::yuNetOptions());
    counted_ = finder_->yunet()->searchedPixels();
  }

  /// One frame, as a connection has it.
  std::vector<DetectedFace> find(const cv::Mat& colour) {
    auto faces = faces_.find({greyOf(colour), colour}, *finder_);
    tracks_ = faces_.follow(faces, nullptr);
    return faces;
  }

  void compare(const cv::Mat& colour, const std::vector<eval::TrueFace>* truth = nullptr) {
    const auto full = everywhere_->detect(colour);
    const auto found = find(colour);
    ++frames_;
    for (const DetectedFace& face : full) {
      // What flickers for single frames is rather a find than a face.
      if (!holds(fullBefore_, face.box)) continue;
      ++inFull_;
      kept_ += holds(found, face.box) ? 1 : 0;
    }
    for (const DetectedFace& face : found) {
      EXPECT_EQ(face.box & cv::Rect({}, colour.size()), face.box);
      EXPECT_TRUE(face.landmarks);
    }
    fullBefore_ = full;
    if (truth == nullptr) return;
    foundTally_.add(*truth, found);
    fullTally_.add(*truth, full);
  }

  /// Pixels searched, in those of full searches of every frame.
  double cost() const {
    return static_cast<double>(finder_->yunet()->searchedPixels()) / static_cast<double>(everywhere_->searchedPixels());
  }

  /// Full searches and searches of parts since the count was last taken, for pictures of kRoom.
  double takeSearches() {
    const auto pixels = finder_->yunet()->searchedPixels();
    const double searches = static_cast<double>(pixels - counted_) / (kRoom.area() / 4);
    counted_ = pixels;
    return searches;
  }

  /// But for some frames until each who `enters` is met.
  void expectAsGoodAsFullSearches(std::size_t enters) {
    const auto kept = static_cast<double>(kept_ + enters * NetworkSearch::kFrames);
    EXPECT_GE(kept, 0.98 * static_cast<double>(inFull_)) << kept_ << " of " << inFull_;
    EXPECT_GE(static_cast<double>(foundTally_.faces + enters * NetworkSearch::kFrames),
              0.95 * static_cast<double>(fullTally_.faces));
    EXPECT_LE(foundTally_.nobodys, fullTally_.nobodys);
  }

  std::optional<vision::FaceFinder> finder_;
  std::optional<vision::YuNet> everywhere_;
  TrackedFaces faces_;
  std::vector<TrackId> tracks_;
  std::size_t frames_ = 0, inFull_ = 0, kept_ = 0;
  std::vector<DetectedFace> fullBefore_;
  Tally foundTally_, fullTally_;
  std::int64_t counted_ = 0;
};

TEST_F(NetworkSearchTest, KeepsTheFacesOfPeopleWhoComeAndGo) {
  const portraits::Video film{.people = {11, 12}, .size = kRoom, .frames = 120, .fps = 12, .seed = 6};
  renderVideo(film, [&](int, const portraits::Picture& picture) {
    std::vector<eval::TrueFace> truth;
    for (const auto& face : picture.faces) truth.push_back({face.box, "somebody"});
    compare(picture.image, &truth);
    return true;
  });
  EXPECT_GT(inFull_, 100U);
  expectAsGoodAsFullSearches(film.people.size());
  EXPECT_LE(cost(), 0.45);
}

/// At twice its size, too, where a part is a smaller share of the picture.
TEST_F(NetworkSearchTest, KeepsTheFacesOfAnInterview) {
  const auto file = vision::sharedData() / "interview" / "video1.mkv";
  const auto truth = eval::readTruth(vision::sharedData() / "interview" / "video1.truth.csv");
  if (!std::filesystem::exists(file) || !truth) GTEST_SKIP() << "no film, or no truth, at " << file;
  for (const int enlarge : {1, 2}) {
    SetUp();
    faces_ = TrackedFaces();
    fullBefore_.clear();
    frames_ = inFull_ = kept_ = 0;
    foundTally_ = fullTally_ = {};
    cv::VideoCapture film(file.string());
    cv::Mat colour;
    for (int index = 0; index < 600 && film.read(colour); ++index) {
      cv::resize(colour, colour, {}, enlarge, enlarge, cv::INTER_LINEAR);
      std::vector<eval::TrueFace> faces;
      if (truth->frames.contains(index)) faces = truth->frames.at(index);
      for (eval::TrueFace& face : faces) face.box = {face.box.tl() * enlarge, face.box.size() * enlarge};
      compare(colour, index % truth->step == 0 ? &faces : nullptr);
    }
    EXPECT_EQ(frames_, 600U);
    EXPECT_GT(inFull_, 500U);
    expectAsGoodAsFullSearches(0);
    EXPECT_LE(cost(), enlarge == 1 ? 0.65 : 0.35);
  }
}

/// Somebody stands where nobody was, from one frame to the next, in any phase of the cycle.
TEST_F(NetworkSearchTest, ShowsANewFaceWithinTenFrames) {
  constexpr int kWithin = 10;
  const cv::Mat empty = emptyRoom();
  int appeared = 0;
  for (const float side : {48.0F, 90.0F, 200.0F}) {
    for (const cv::Point2f at : {cv::Point2f(0.0F, 0.0F), {1.0F, 0.1F}, {0.5F, 0.5F}, {0.1F, 1.0F}, {0.9F, 0.9F}}) {
      portraits::Scene scene;
      scene.size = kRoom;
      scene.background = 4;
      const cv::Point2f room(static_cast<float>(kRoom.width) - side - 60, static_cast<float>(kRoom.height) - side - 60);
      scene.figures.push_back({21, {}, {30 + at.x * room.x, 30 + at.y * room.y, side, side}});
      const cv::Mat met = renderScene(scene).image;
      const auto full = everywhere_->detect(met);
      if (full.size() != 1) continue;
      NetworkSearch search;
      search.findAnywhere(*finder_->yunet(), empty);
      for (int i = 0; i < appeared % NetworkSearch::kFrames; ++i) search.findNear(*finder_->yunet(), empty, {});
      ++appeared;
      int frames = 1;
      while (frames <= kWithin && !holds(search.findNear(*finder_->yunet(), met, {}), full[0].box)) ++frames;
      EXPECT_LE(frames, kWithin) << full[0].box;
    }
  }
  EXPECT_GE(appeared, 10);
}

TEST_F(NetworkSearchTest, SearchesTheFirstFrameOfASceneFully) {
  const cv::Mat one = groupOf({1, 2}, 3);
  const cv::Mat other = groupOf({5, 6, 7}, 8);
  find(one);
  EXPECT_GE(takeSearches(), 1);
  for (int i = 0; i < 3; ++i) find(one);
  EXPECT_LT(takeSearches(), 1.5);
  const auto before = tracks_;
  EXPECT_FALSE(before.empty());
  const auto faces = find(other);
  EXPECT_GE(takeSearches(), 1);
  EXPECT_EQ(vision::boxesOf(faces), vision::boxesOf(everywhere_->detect(other)));
  for (const TrackId track : tracks_) EXPECT_EQ(std::ranges::count(before, track), 0);
}

TEST_F(NetworkSearchTest, SearchesFullyWhereThePictureChangesItsSize) {
  const cv::Mat large = groupOf({1, 2}, 3);
  cv::Mat small;
  cv::resize(large, small, {}, 0.7, 0.7, cv::INTER_AREA);
  for (const cv::Mat& picture : {large, small, large}) {
    const auto full = everywhere_->detect(picture);
    EXPECT_EQ(vision::boxesOf(find(picture)), vision::boxesOf(full));
    EXPECT_EQ(find(picture).size(), full.size());
  }
}

TEST_F(NetworkSearchTest, SearchesEveryFifthFrameWhereNobodyIs) {
  const cv::Mat empty = emptyRoom();
  find(empty);
  takeSearches();
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(find(empty).empty());
  EXPECT_EQ(takeSearches(), 100 / NetworkSearch::kFrames);
}

/// Their tracks live on for some frames, but nobody is searched everywhere on each of these.
TEST_F(NetworkSearchTest, DoesNotSearchEverywhereAgainForThoseWhoLeft) {
  const cv::Mat empty = emptyRoom();
  cv::Mat met = empty.clone();
  const cv::Rect place(200, 120, 200, 200);
  renderScene(portraits::portraitScene(3, 1, place.size())).image.copyTo(met(place));
  NetworkSearch search;
  const auto faces = search.findAnywhere(*finder_->yunet(), met);
  ASSERT_EQ(faces.size(), 1U);
  const auto expected = vision::boxesOf(faces);
  takeSearches();
  EXPECT_TRUE(search.findNear(*finder_->yunet(), empty, expected).empty());
  EXPECT_GT(takeSearches(), 1);  // the part, then all
  for (int i = 1; i < NetworkSearch::kFrames; ++i) search.findNear(*finder_->yunet(), empty, expected);
  EXPECT_LT(takeSearches(), 1);
}

TEST_F(NetworkSearchTest, FindsWhoHasLeftTheirPlaceAtOnce) {
  cv::Mat before = emptyRoom();
  cv::Mat after = before.clone();
  const cv::Mat somebody = renderScene(portraits::portraitScene(3, 1, {200, 200})).image;
  somebody.copyTo(before(cv::Rect(20, 120, 200, 200)));
  somebody.copyTo(after(cv::Rect(400, 120, 200, 200)));
  NetworkSearch search;
  const auto first = search.findAnywhere(*finder_->yunet(), before);
  ASSERT_EQ(first.size(), 1U);
  const auto then = search.findNear(*finder_->yunet(), after, vision::boxesOf(first));
  ASSERT_EQ(then.size(), 1U);
  EXPECT_TRUE(holds(then, first[0].box + cv::Point(380, 0)));
}

/// Each face's surroundings hold a half of the next one's.
TEST_F(NetworkSearchTest, KeepsFacesThatTouchWhole) {
  cv::Mat picture = emptyRoom();
  for (const std::uint64_t person : {1U, 2U, 3U}) {
    const cv::Mat portrait = renderScene(portraits::portraitScene(person, 1, {160, 200}, 1, 0.2F)).image;
    portrait(cv::Rect(30, 0, 100, 200)).copyTo(picture(cv::Rect(70 + 100 * static_cast<int>(person), 140, 100, 200)));
  }
  const auto full = everywhere_->detect(picture);
  ASSERT_EQ(full.size(), 3U);
  find(picture);
  for (int i = 1; i < NetworkSearch::kFrames; ++i) {
    const auto found = find(picture);
    ASSERT_EQ(found.size(), 3U);
    for (std::size_t f = 0; f < 3; ++f) {
      EXPECT_GT(eval::overlapOf(found[f].box, full[f].box), 0.75) << full[f].box;
      for (std::size_t p = 0; p < 5; ++p) {
        EXPECT_LT(cv::norm((*found[f].landmarks)[p] - (*full[f].landmarks)[p]), 0.1 * full[f].box.width);
      }
    }
  }
}

TEST_F(NetworkSearchTest, TakesPicturesInWhichNoFaceFits) {
  for (const cv::Size size : {cv::Size(1, 1), cv::Size(8, 500), cv::Size(30, 30), cv::Size(700, 31)}) {
    const cv::Mat picture(size, CV_8UC3, cv::Scalar::all(90));
    for (int i = 0; i < 7; ++i) EXPECT_TRUE(find(picture).empty()) << size;
  }
}

TEST_F(NetworkSearchTest, TakesGreyPictures) {
  const cv::Mat grey = greyOf(groupOf({1, 2}, 3));
  for (int i = 0; i < 2 * NetworkSearch::kFrames; ++i) {
    const auto faces = faces_.find({grey}, *finder_);
    faces_.follow(faces, nullptr);
    EXPECT_EQ(faces.size(), 2U);
  }
}

}  // namespace
}  // namespace facewire::tracking
