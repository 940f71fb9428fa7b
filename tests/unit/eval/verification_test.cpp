#include "verification.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace facewire::eval {
namespace {

constexpr double kNoFace = std::numeric_limits<double>::infinity();

PairTrial same(double distance, std::size_t fold = 0) {
  return {fold, true, distance};
}

PairTrial different(double distance, std::size_t fold = 0) {
  return {fold, false, distance};
}

TEST(Verification, TrueAcceptsAreTakenWhereFewEnoughDifferentPairsPass) {
  const std::vector<PairTrial> trials{same(1), same(2), different(3), same(4), different(5)};
  EXPECT_DOUBLE_EQ(trueAcceptsAt(trials, 0.0), 2.0 / 3);
  EXPECT_DOUBLE_EQ(trueAcceptsAt(trials, 0.5), 1.0);
}

TEST(Verification, ErrorsAreEqualWhereTheRatesCross) {
  EXPECT_DOUBLE_EQ(equalErrorRate(std::vector{same(1), same(3), different(2), different(4)}), 0.5);
  EXPECT_DOUBLE_EQ(equalErrorRate(std::vector{same(1), same(2), different(3), different(4)}), 0.0);
  // Accepted in order s s s d s d d d: after the first d, 1 of 4 is wrongly accepted and 1 of 4 refused.
  EXPECT_DOUBLE_EQ(equalErrorRate(std::vector{same(1), same(2), same(3), different(4), same(5), different(6),
                                              different(7), different(8)}),
                   0.25);
}

TEST(Verification, AFaceThatWasNotFoundIsNeverAccepted) {
  const std::vector<PairTrial> trials{same(1), same(kNoFace), different(5), different(kNoFace)};
  EXPECT_DOUBLE_EQ(trueAcceptsAt(trials, 1.0), 0.5);
  EXPECT_DOUBLE_EQ(rocCurve(trials).back().falseAccepts, 0.5);
}

TEST(Verification, EachFoldIsJudgedWithTheThresholdOfTheOthers) {
  // Alone, fold 0 would choose a threshold of 2 and be perfect; fold 1 chooses 6, which accepts fold 0's different
  // pair.
  const std::vector<PairTrial> trials{same(1, 0), different(3, 0), same(4, 1), different(8, 1)};
  const FoldAccuracy accuracy = foldAccuracy(trials);
  ASSERT_EQ(accuracy.thresholds.size(), 2U);
  EXPECT_DOUBLE_EQ(accuracy.thresholds[0], 6);
  EXPECT_DOUBLE_EQ(accuracy.thresholds[1], 2);
  EXPECT_DOUBLE_EQ(accuracy.mean, 0.5);
  EXPECT_DOUBLE_EQ(accuracy.deviation, 0);
}

TEST(Verification, TheDeviationIsThatOfTheFolds) {
  const std::vector<PairTrial> trials{same(1, 0), different(9, 0), same(1, 1), different(1, 1)};
  const FoldAccuracy accuracy = foldAccuracy(trials);
  // Fold 0, judged by fold 1's threshold, where nothing can be gained: nobody is accepted, so one of two is right.
  EXPECT_DOUBLE_EQ(accuracy.mean, 0.5);
  const std::vector<PairTrial> uneven{same(1, 0),      different(9, 0), same(2, 1),
                                      different(3, 1), same(4, 2),      different(9, 2)};
  EXPECT_NEAR(foldAccuracy(uneven).mean, (1 + 0.5 + 0.5) / 3, 1e-12);
  EXPECT_NEAR(foldAccuracy(uneven).deviation, std::sqrt((4.0 / 36 + 1.0 / 36 + 1.0 / 36) / 2), 1e-12);
}

}  // namespace
}  // namespace facewire::eval
