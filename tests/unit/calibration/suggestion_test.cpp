#include "facewire/calibration/suggestion.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "facewire/calibration/rates.hpp"
#include "trial_fixture.hpp"

namespace facewire::calibration {
namespace {

using test::kByDistance;
using test::trialOf;

/// `people` with ten pictures each; the i-th picture of all is 70 + i/100 from everybody else, and `own` from its own.
std::vector<Trial> gallery(int people, double own = 100, double nearest = 70) {
  std::vector<Trial> trials;
  for (int i = 0; i < 10 * people; ++i) trials.push_back(trialOf(i % people, own, nearest + i / 100.0));
  return trials;
}

/// Own pictures that are known only at a distance as large as that.
std::vector<Trial> galleryInNeed(int people, double need) {
  std::vector<Trial> trials = gallery(people);
  for (Trial& trial : trials) {
    trial.own->distance = need;
    trial.asOneself = {*trial.own};
  }
  return trials;
}

TEST(Suggestion, StaysJustUnderTheStrangersThatTheRateDoesNotAllow) {
  // 400 pictures, one in a hundred: m = 4, and the fourth is 70.03.
  const auto suggestion = suggestThreshold(galleryInNeed(40, 90), 0.01, kByDistance);
  ASSERT_TRUE(suggestion);
  EXPECT_EQ(suggestion->footing, Footing::enough);
  EXPECT_DOUBLE_EQ(suggestion->threshold, 70.0);
  const auto loose = suggestThreshold(galleryInNeed(40, 90), 0.1, kByDistance);
  ASSERT_TRUE(loose);
  EXPECT_DOUBLE_EQ(loose->threshold, 70.3);  // under 70.39
}

TEST(Suggestion, KeepsTheRateAmongNewStrangersOfTheSameKind) {
  std::mt19937 random(7);
  std::normal_distribution<double> distance(75, 5);
  double mistaken = 0;
  constexpr int kRounds = 200;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<Trial> trials;
    for (int i = 0; i < 400; ++i) trials.push_back(trialOf(i / 10, 59, distance(random)));
    for (Trial& trial : trials) trial.asOneself = {trial.own.emplace(trial.person, 1, 99.0)};
    const double threshold = suggestThreshold(trials, 0.02, kByDistance)->threshold;
    mistaken += 0.5 * std::erfc(-(threshold - 75) / 5 / std::sqrt(2.0)) / kRounds;
  }
  EXPECT_LE(mistaken, 0.0201);
  EXPECT_GE(mistaken, 0.015);
}

TEST(Suggestion, GoesLittleOrNotAboveTheDefaultWhereThereIsLittleToGoBy) {
  const auto few = suggestThreshold(galleryInNeed(9, 90), 0.1, kByDistance);
  ASSERT_TRUE(few);
  EXPECT_EQ(few->footing, Footing::little);
  EXPECT_DOUBLE_EQ(few->threshold, kByDistance.threshold);
  const auto fewPictures = suggestThreshold(galleryInNeed(20, 90), 0.001, kByDistance);
  ASSERT_TRUE(fewPictures);
  EXPECT_EQ(fewPictures->footing, Footing::little);
  EXPECT_DOUBLE_EQ(fewPictures->threshold, kByDistance.threshold);
  const auto thin = suggestThreshold(galleryInNeed(20, 90), 0.01, kByDistance);
  ASSERT_TRUE(thin);
  EXPECT_EQ(thin->footing, Footing::thin);
  EXPECT_DOUBLE_EQ(thin->threshold, kThinRoom * kByDistance.threshold);
}

TEST(Suggestion, GoesBelowTheDefaultOnAnyFooting) {
  for (const int people : {2, 20, 40}) {
    const auto suggestion = suggestThreshold(gallery(people, 30, 50), 0.01, kByDistance);
    ASSERT_TRUE(suggestion);
    EXPECT_LE(suggestion->threshold, 50.03) << people;
    EXPECT_GE(suggestion->threshold, 49) << people;
  }
}

TEST(Suggestion, ReachesBelowAllStrangersForARateThatTheyAreTooFewFor) {
  const std::vector<Trial> trials = gallery(10, 30, 50);
  const double rare = suggestThreshold(trials, 1e-3, kByDistance)->threshold;
  const double rarer = suggestThreshold(trials, 1e-5, kByDistance)->threshold;
  EXPECT_LT(rare, 50);
  EXPECT_LT(rarer, rare);
}

TEST(Suggestion, IsNoHigherThanIsOfUse) {
  EXPECT_DOUBLE_EQ(suggestThreshold(gallery(40, 30), 0.01, kByDistance)->threshold, kByDistance.threshold);
  EXPECT_DOUBLE_EQ(suggestThreshold(galleryInNeed(40, 66.66), 0.01, kByDistance)->threshold, 66.7);
}

TEST(Suggestion, IsNoneWithoutStrangers) {
  std::vector<Trial> trials = gallery(1);
  for (Trial& trial : trials) trial.asStranger.clear();
  EXPECT_FALSE(suggestThreshold(trials, 0.01, kByDistance));
  EXPECT_FALSE(suggestThreshold({}, 0.01, kByDistance));
}

TEST(Suggestion, IsNoneWhereTwoPeopleHaveTheSamePicture) {
  std::vector<Trial> trials = gallery(5);
  trials.front().asStranger.front().distance = 0;
  EXPECT_FALSE(suggestThreshold(trials, 0.01, kByDistance));
}

TEST(Suggestion, TakesStrangersThatNothingNamesAsTheyAre) {
  std::vector<Trial> trials = galleryInNeed(40, 90);
  for (Trial& trial : trials) trial.asStranger = {{7, 1, 70}, {8, 2, 70.5}};
  const auto suggestion = suggestThreshold(trials, 0.01, {.threshold = 60, .clearOfNext = 1.3, .absentNext = 1e9});
  ASSERT_TRUE(suggestion);
  EXPECT_TRUE(std::isfinite(suggestion->threshold));
  EXPECT_DOUBLE_EQ(suggestion->threshold, 90);
}

TEST(Suggestion, WantsThreePicturesForEachOneInTheRate) {
  EXPECT_EQ(picturesWanted(0.01), 300U);
  EXPECT_EQ(picturesWanted(0.001), 3000U);
  EXPECT_EQ(picturesWanted(0.5), 6U);
}

}  // namespace
}  // namespace facewire::calibration
