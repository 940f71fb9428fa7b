#include "closed_set.hpp"

#include <gtest/gtest.h>

namespace facewire::eval {
namespace {

TEST(ClosedSet, AProbeWithoutAFaceIsWrong) {
  const std::vector<ClosedTrial> trials{{0, 0}, {0, 1}, {1, 1}, {1, std::nullopt}};
  EXPECT_DOUBLE_EQ(rankOne(trials), 0.5);
}

TEST(ClosedSet, WithoutProbesNothingIsRight) {
  EXPECT_EQ(rankOne({}), 0);
}

TEST(ClosedSet, CountsWhoWasTakenForWhom) {
  const std::vector<ClosedTrial> trials{{0, 0}, {0, 1}, {0, 1}, {1, std::nullopt}};
  EXPECT_EQ(confusionOf(trials, 2), (std::vector<std::vector<std::size_t>>{{1, 2}, {0, 0}}));
}

}  // namespace
}  // namespace facewire::eval
