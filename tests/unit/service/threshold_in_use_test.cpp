#include "threshold_in_use.hpp"

#include <gtest/gtest.h>

namespace facewire::service {
namespace {

gallery::GallerySnapshot snapshotOf(int people, std::optional<gallery::Calibration> calibration) {
  gallery::GallerySnapshot snapshot(1);
  for (int i = 1; i <= people; ++i) snapshot.people.emplace(i, std::make_shared<gallery::PersonInfo>());
  snapshot.calibration = std::move(calibration);
  return snapshot;
}

ServiceOptions optionsWith(double threshold, bool isConfigured) {
  ServiceOptions options;
  options.decision.threshold = threshold;
  if (isConfigured) options.threshold = threshold;
  return options;
}

const gallery::Calibration kHigher{66, 0.01, 20, 100, "2026-11-22T14:41:07Z"};
const gallery::Calibration kLower{44, 0.01, 20, 100, "2026-11-22T14:41:07Z"};

TEST(ThresholdInUse, IsConfiguredBeforeCalibratedBeforeTheDefault) {
  EXPECT_EQ(thresholdInUse(optionsWith(50, false), snapshotOf(20, {})).value, 50);
  EXPECT_EQ(thresholdInUse(optionsWith(50, false), snapshotOf(20, kHigher)).value, 66);
  EXPECT_EQ(thresholdInUse(optionsWith(50, true), snapshotOf(20, kHigher)).value, 50);
  EXPECT_EQ(toWord(thresholdInUse(optionsWith(50, false), snapshotOf(20, {})).source), "default");
  EXPECT_EQ(toWord(thresholdInUse(optionsWith(50, false), snapshotOf(20, kLower)).source), "calibration");
  EXPECT_EQ(toWord(thresholdInUse(optionsWith(50, true), snapshotOf(20, {})).source), "configured");
}

TEST(ThresholdInUse, IsNotRaisedForTheFewWhoAreLeft) {
  EXPECT_EQ(thresholdInUse(optionsWith(50, false), snapshotOf(10, kHigher)).value, 66);
  EXPECT_EQ(thresholdInUse(optionsWith(50, false), snapshotOf(9, kHigher)).value, 50);
  EXPECT_EQ(thresholdInUse(optionsWith(50, false), snapshotOf(1, kLower)).value, 44);
}

TEST(ThresholdInUse, KeepsTheRestOfTheDecision) {
  ServiceOptions options = optionsWith(50, false);
  options.decision.clearOfNext = 1.7;
  const gallery::DecisionOptions decision = decisionOptionsIn(options, snapshotOf(20, kHigher));
  EXPECT_EQ(decision.threshold, 66);
  EXPECT_EQ(decision.clearOfNext, 1.7);
}

TEST(ThresholdInUse, IsToldWithWhereItComesFromAndWhatToDo) {
  const auto told = [](bool isConfigured, int people, std::optional<gallery::Calibration> calibration) {
    return describeThreshold(optionsWith(50, isConfigured), snapshotOf(people, std::move(calibration)));
  };
  EXPECT_EQ(told(false, 20, {}), "faces are named up to distance 50, the default");
  EXPECT_EQ(told(true, 20, {}), "faces are named up to distance 50, as configured");
  EXPECT_EQ(told(false, 20, kHigher),
            "faces are named up to distance 66, by the calibration of 2026-11-22T14:41:07Z for a false accept rate of "
            "0.01 on 20 people");
  EXPECT_NE(told(true, 20, kHigher).find("which beats the 66 of the calibration"), std::string::npos);
  EXPECT_NE(told(false, 41, kHigher).find("now there are 41: calibrate again"), std::string::npos);
  EXPECT_NE(told(false, 9, kHigher).find("distance 50, the default; not the 66 of"), std::string::npos);
}

}  // namespace
}  // namespace facewire::service
