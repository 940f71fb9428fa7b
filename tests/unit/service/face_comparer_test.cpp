#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "face_comparison.hpp"
#include "office.hpp"

namespace facewire::service {
namespace {

using protocol::Reason;
using test::Sight;
using test::sight;

class FaceComparerTest : public testing::Test {
 protected:
  void expectAsByItself(FaceComparer& comparer, const Sight& seen) {
    const auto snapshot = office_.workshop().gallery.snapshot();
    const FaceComparison alone = compareFace(office_.workshop(), *snapshot, {seen.grey}, {seen.box});
    const FaceComparison& next = comparer.compare(office_.workshop(), *snapshot, {seen.grey}, {seen.box});
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

  test::Office office_{3, 3};
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
