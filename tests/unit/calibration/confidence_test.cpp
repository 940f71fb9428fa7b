#include "facewire/calibration/confidence.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace facewire::calibration {
namespace {

TEST(RateInterval, AgreesWithTheTables) {
  // By bisection of the exact binomial tails.
  EXPECT_NEAR(rateInterval(2, 10).low, 0.02521073, 1e-7);
  EXPECT_NEAR(rateInterval(2, 10).high, 0.55609546, 1e-7);
  EXPECT_NEAR(rateInterval(7, 100).low, 0.02860529, 1e-7);
  EXPECT_NEAR(rateInterval(7, 100).high, 0.13891973, 1e-7);
}

TEST(RateInterval, OfWhatWasNeverSeenFollowsTheRuleOfThree) {
  EXPECT_EQ(rateInterval(0, 37).low, 0);
  EXPECT_NEAR(rateInterval(0, 37).high, 1 - std::pow(0.05, 1.0 / 37), 1e-9);
  for (const std::size_t trials : {100U, 1000U, 2000U}) {
    EXPECT_NEAR(rateInterval(0, trials).high * static_cast<double>(trials), 3, 0.06) << trials;
  }
}

TEST(RateInterval, OfWhatWasAlwaysSeenIsItsMirror) {
  EXPECT_EQ(rateInterval(37, 37).high, 1);
  EXPECT_NEAR(rateInterval(37, 37).low, 1 - rateInterval(0, 37).high, 1e-9);
}

TEST(RateInterval, SaysNothingWithoutTrials) {
  EXPECT_EQ(rateInterval(0, 0).low, 0);
  EXPECT_EQ(rateInterval(0, 0).high, 1);
}

TEST(RateIntervalByPeople, IsWiderWhereTheHitsAreOnePersons) {
  std::vector<PersonCount> spread(20, PersonCount{1, 10});
  std::vector<PersonCount> clustered(20, PersonCount{0, 10});
  clustered[3] = clustered[8] = {10, 10};
  const Interval even = rateIntervalByPeople(spread);
  const Interval uneven = rateIntervalByPeople(clustered);
  EXPECT_DOUBLE_EQ(even.low, 0.1);
  EXPECT_DOUBLE_EQ(even.high, 0.1);
  EXPECT_LT(uneven.low, 0.01);
  EXPECT_GT(uneven.high, rateInterval(20, 200).high);
}

TEST(RateIntervalByPeople, IsTheSameEachTime) {
  const std::vector<PersonCount> people{{1, 10}, {0, 4}, {3, 7}};
  EXPECT_EQ(rateIntervalByPeople(people).low, rateIntervalByPeople(people).low);
  EXPECT_EQ(rateIntervalByPeople(people).high, rateIntervalByPeople(people).high);
}

}  // namespace
}  // namespace facewire::calibration
