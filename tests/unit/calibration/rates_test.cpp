#include "facewire/calibration/rates.hpp"

#include <gtest/gtest.h>

#include "trial_fixture.hpp"

namespace facewire::calibration {
namespace {

using test::kByDistance;
using test::trialOf;

TEST(Rates, CountEachPictureInBothItsParts) {
  const std::vector<Trial> trials{trialOf(1, 30, 70), trialOf(1, 50, 55), trialOf(2, 65, 58), trialOf(3, 40, 90)};
  const Rates rates = ratesAt(trials, 58, kByDistance);
  EXPECT_EQ(rates.ownPictures, 4U);
  EXPECT_EQ(rates.known, 3U);
  EXPECT_EQ(rates.confused, 1U);
  EXPECT_EQ(rates.strangerPictures, 4U);
  EXPECT_EQ(rates.mistaken, 2U);
  EXPECT_EQ(rates.strangers, 3U);
  EXPECT_EQ(rates.strangersMistaken, 2U);
  EXPECT_DOUBLE_EQ(rates.trueAcceptRate(), 0.75);
  EXPECT_DOUBLE_EQ(rates.falseAcceptRate(), 0.5);
}

TEST(Rates, LeaveOutPicturesWithNothingToBeKnownBy) {
  Trial only = trialOf(1, 30, 70);
  only.own.reset();
  only.asOneself = only.asStranger;
  Trial alone = trialOf(2, 30, 70);
  alone.asStranger.clear();
  const Rates rates = ratesAt(std::vector{only, alone}, 75, kByDistance);
  EXPECT_EQ(rates.ownPictures, 1U);
  EXPECT_EQ(rates.known, 1U);
  EXPECT_EQ(rates.confused, 0U);
  EXPECT_EQ(rates.strangerPictures, 1U);
  EXPECT_EQ(rates.mistaken, 1U);
}

TEST(Rates, TakeTheWiderOfWhatPicturesAndPeopleSay) {
  std::vector<Trial> trials;
  for (int person = 0; person < 20; ++person) {
    for (int picture = 0; picture < 10; ++picture) trials.push_back(trialOf(person, 30, person < 2 ? 50 : 70));
  }
  const Rates some = ratesAt(trials, 60, kByDistance);
  EXPECT_EQ(some.mistaken, 20U);
  EXPECT_GT(some.falseAccepts.high, rateInterval(20, 200).high);
  EXPECT_LT(some.falseAccepts.low, rateInterval(20, 200).low);
  const Rates none = ratesAt(trials, 40, kByDistance);
  EXPECT_DOUBLE_EQ(none.falseAccepts.high, rateInterval(0, 200).high);
  EXPECT_DOUBLE_EQ(none.strangersEver.high, rateInterval(0, 20).high);
}

}  // namespace
}  // namespace facewire::calibration
