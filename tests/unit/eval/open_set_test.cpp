#include "open_set.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace facewire::eval {
namespace {

OpenTrial enrolled(double confidence, bool right = true, bool named = false) {
  return {.enrolled = true, .right = right, .confidence = confidence, .named = named};
}

OpenTrial stranger(double confidence, bool named = false) {
  return {.enrolled = false, .right = false, .confidence = confidence, .named = named};
}

constexpr double kNoFace = -std::numeric_limits<double>::infinity();

/// From sure to unsure: two right, a stranger, a right one, a wrong one, a stranger, and a face that was not found.
const std::vector<OpenTrial> kTrials{enrolled(0.9),        enrolled(0.8), stranger(0.7),    enrolled(0.6),
                                     enrolled(0.5, false), stranger(0.4), enrolled(kNoFace)};

TEST(OpenSet, NoStrangerMayBeNamedAtARateBelowOneOfThem) {
  EXPECT_DOUBLE_EQ(identifiedAt(kTrials, 0.0), 2.0 / 5);
  EXPECT_DOUBLE_EQ(identifiedAt(kTrials, 0.49), 2.0 / 5);
}

TEST(OpenSet, AsManyStrangersAsTheRateAllowsMayBeNamed) {
  EXPECT_DOUBLE_EQ(identifiedAt(kTrials, 0.5), 3.0 / 5);
}

TEST(OpenSet, WrongNamesAndFacesNotFoundAreNeverIdentified) {
  EXPECT_DOUBLE_EQ(identifiedAt(kTrials, 1.0), 3.0 / 5);
}

TEST(OpenSet, OfEqualConfidencesAllAreNamedOrNone) {
  const std::vector<OpenTrial> trials{enrolled(0.9), enrolled(0.5), stranger(0.5)};
  EXPECT_DOUBLE_EQ(identifiedAt(trials, 0.0), 0.5);
  EXPECT_DOUBLE_EQ(identifiedAt(trials, 1.0), 1.0);
}

TEST(OpenSet, TheEnginesOwnDecisionIsCountedAsItIs) {
  const std::vector<OpenTrial> trials{enrolled(0.9, true, true),
                                      enrolled(0.8, false, true),
                                      enrolled(0.7),
                                      enrolled(0.6),
                                      stranger(0.5, true),
                                      stranger(0.4)};
  const OpenPoint point = atDecision(trials);
  EXPECT_DOUBLE_EQ(point.identified, 0.25);
  EXPECT_DOUBLE_EQ(point.falseAlarms, 0.5);
}

TEST(OpenSet, TheCurveRisesFromNobodyNamed) {
  const auto curve = openCurve(kTrials);
  EXPECT_EQ(curve.front().identified, 0);
  EXPECT_EQ(curve.front().falseAlarms, 0);
  EXPECT_DOUBLE_EQ(curve.back().falseAlarms, 1);
  EXPECT_DOUBLE_EQ(curve.back().identified, 3.0 / 5);
}

}  // namespace
}  // namespace facewire::eval
