#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "face_comparison.hpp"
#include "facewire/vision/face_encoder.hpp"
#include "frame_recogniser.hpp"
#include "portraits/scene.hpp"
#include "stored_face.hpp"
#include "temporary_folder.hpp"

namespace facewire::service {
namespace {

using protocol::Reason;

struct Sight {
  cv::Mat grey;
  cv::Rect box;
};

Sight sight(std::uint64_t person, std::uint64_t shot, cv::Size size = {320, 240}) {
  const portraits::Picture picture = renderScene(portraits::portraitScene(person, shot, size, 1, 0.4F));
  Sight seen{{}, picture.faces.at(0).box & cv::Rect({}, picture.image.size())};
  cv::cvtColor(picture.image, seen.grey, cv::COLOR_BGR2GRAY);
  return seen;
}

/// Three people, of three pictures each.
class FaceComparerTest : public testing::Test {
 protected:
  FaceComparerTest() {
    for (std::uint64_t person = 1; person <= 3; ++person) {
      for (std::uint64_t shot = 1; shot <= 3; ++shot) {
        const Sight seen = sight(person, shot);
        const vision::FaceChip chip = vision::cutChip(seen.grey, seen.box);
        const auto added = gallery_.addSample("Person " + std::to_string(person), "shot " + std::to_string(shot),
                                              toStored(chip).value(), encoder_.encode(chip));
        if (!added) throw std::runtime_error(added.error().detail);
      }
    }
  }

  void expectAsByItself(FaceComparer& comparer, const Sight& seen) {
    const auto snapshot = gallery_.snapshot();
    const FaceComparison alone = compareFace(workshop_, *snapshot, {seen.grey}, {seen.box});
    const FaceComparison& next = comparer.compare(workshop_, *snapshot, {seen.grey}, {seen.box});
    reasons_.push_back(next.decision.reason);
    EXPECT_EQ(next.decision.reason, alone.decision.reason);
    EXPECT_EQ(next.decision.score, alone.decision.score);
    EXPECT_EQ(next.decision.threshold, alone.decision.threshold);
    ASSERT_EQ(next.matches.size(), alone.matches.size());
    for (std::size_t i = 0; i < next.matches.size(); ++i) {
      EXPECT_EQ(next.matches[i].person, alone.matches[i].person);
      EXPECT_EQ(next.matches[i].sample, alone.matches[i].sample);
      EXPECT_EQ(next.matches[i].distance, alone.matches[i].distance);
    }
    EXPECT_EQ(next.quality.sharpness, alone.quality.sharpness);
    EXPECT_EQ(next.quality.detail, alone.quality.detail);
    EXPECT_EQ(next.face.views.size(), alone.face.views.size());
    ASSERT_EQ(next.chip.picture.size(), alone.chip.picture.size());
    if (alone.chip.picture.empty()) return;
    EXPECT_EQ(cv::norm(next.chip.picture, alone.chip.picture, cv::NORM_INF), 0);
  }

  test::TemporaryFolder folder_;
  ServiceOptions options_;
  vision::FaceEncoder encoder_{vision::EncoderOptions{}};
  gallery::Gallery gallery_{gallery::GalleryStore(folder_.path() / "gallery.db"), encoder_.cellPixels(),
                            [this](const gallery::StoredFace& face) { return encodeStoredFace(encoder_, face); },
                            [](gallery::SampleId, const Error&) {}};
  Tally tally_;
  EnginePool engines_{1, vision::DetectorOptions{.cascade = FACEWIRE_CASCADES "/haarcascade_frontalface_default.xml"},
                      false};
  Workshop workshop_{options_, gallery_, encoder_, engines_, tally_};
  std::vector<Reason> reasons_;
};

TEST_F(FaceComparerTest, SaysOfEveryFaceWhatIsSaidOfItByItself) {
  Sight tooSmall = sight(2, 4);
  tooSmall.box = {tooSmall.box.tl(), cv::Size(8, 8)};
  Sight blurred = sight(2, 4);
  cv::GaussianBlur(blurred.grey, blurred.grey, {}, 9);
  FaceComparer comparer;
  for (const Sight& seen : {sight(1, 4), sight(2, 4), tooSmall, sight(77, 1), blurred, sight(3, 4, {640, 480}),
                            sight(1, 5, {200, 160}), sight(78, 1), tooSmall, blurred, sight(1, 4)}) {
    expectAsByItself(comparer, seen);
  }
  EXPECT_EQ(reasons_.front(), Reason::accepted);
  EXPECT_EQ(reasons_[2], Reason::tooSmall);
  EXPECT_NE(reasons_[3], Reason::accepted) << "a stranger, of whom there are finer views";
  EXPECT_EQ(reasons_[4], Reason::tooBlurred);
  EXPECT_EQ(reasons_.back(), Reason::accepted);
}

}  // namespace
}  // namespace facewire::service
