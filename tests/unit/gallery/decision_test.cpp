#include "facewire/gallery/decision.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace facewire::gallery {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

Decision decideAt(double distance, double threshold = 70) {
  return decide(std::vector<PersonMatch>{{1, 1, distance}}, {.threshold = threshold, .clearOfNext = 0});
}

Decision decideBetween(double nearest, double next,
                       const DecisionOptions& options = {.threshold = 40, .clearOfNext = 1.25}) {
  return decide(std::vector<PersonMatch>{{1, 1, nearest}, {2, 2, next}}, options);
}

TEST(Decision, NamesUnderTheThresholdOnly) {
  EXPECT_EQ(decideAt(61.2).reason, protocol::Reason::accepted);
  EXPECT_EQ(decideAt(70).reason, protocol::Reason::accepted);
  EXPECT_EQ(decideAt(70.01).reason, protocol::Reason::tooFar);
}

TEST(Decision, SaysThatTheGalleryIsEmpty) {
  const Decision decision = decide({}, {});
  EXPECT_EQ(decision.reason, protocol::Reason::emptyGallery);
  EXPECT_EQ(decision.score, 0);
}

TEST(Decision, ScoresByTheShareOfTheThreshold) {
  EXPECT_NEAR(decideAt(61.2).score, 0.76, 0.005);
  EXPECT_DOUBLE_EQ(decideAt(70).score, 0.5);
  EXPECT_DOUBLE_EQ(decideAt(35, 70).score, decideAt(50, 100).score);
  double last = 1;
  for (double distance = 0; distance <= 256; distance += 4) {
    const double score = decideAt(distance).score;
    EXPECT_LT(score, last);
    EXPECT_GT(score, 0);
    last = score;
  }
}

TEST(Decision, SaysAmbiguousWhereTheNextPersonIsAlmostAsNear) {
  EXPECT_EQ(decideBetween(37, 38).reason, protocol::Reason::ambiguous);
  EXPECT_EQ(decideBetween(37, 46).reason, protocol::Reason::accepted);
  EXPECT_EQ(decideBetween(41, 42).reason, protocol::Reason::tooFar);
  EXPECT_EQ(decideBetween(41, 200).reason, protocol::Reason::tooFar);
}

TEST(Decision, TakesANearFaceInSpiteOfTheNextPerson) {
  EXPECT_EQ(decideBetween(25, 27).reason, protocol::Reason::accepted);
}

TEST(Decision, SaysAmbiguousWhereTwoPeopleAreEquallyNear) {
  for (const double distance : {0.5, 10.0, 25.0}) {
    EXPECT_EQ(decideBetween(distance, distance).reason, protocol::Reason::ambiguous) << distance;
  }
}

TEST(Decision, LowersTheLimitAsTheNextPersonComesNearer) {
  EXPECT_DOUBLE_EQ(decideBetween(10, 50).limit, 40);
  EXPECT_DOUBLE_EQ(decideBetween(10, 500).limit, 40);
  EXPECT_NEAR(decideBetween(10, 0.6561 * 50).limit, 0.729 * 40, 1e-9);
  EXPECT_DOUBLE_EQ(decideBetween(10, 50).limit, decideAt(10, 40).limit);
}

TEST(Decision, PassesOverTheMarginWhereItIsSetToNothing) {
  EXPECT_EQ(decideBetween(40, 40, {.threshold = 40, .clearOfNext = 0}).reason, protocol::Reason::accepted);
}

TEST(Decision, JudgesTheOnlyPersonAsIfAStrangerWereNext) {
  const DecisionOptions options{.threshold = 40, .clearOfNext = 1.25, .absentNext = 0.6561 * 50};
  const auto decideAlone = [&](double distance) { return decide(std::vector<PersonMatch>{{1, 1, distance}}, options); };
  EXPECT_NEAR(decideAlone(10).threshold, 0.729 * 40, 1e-9);
  EXPECT_NEAR(decideAlone(10).limit, decideAlone(10).threshold, 1e-9);
  EXPECT_EQ(decideAlone(29).reason, protocol::Reason::accepted);
  EXPECT_EQ(decideAlone(30).reason, protocol::Reason::tooFar);
  EXPECT_EQ(decideBetween(30, 90, options).reason, protocol::Reason::accepted);
  EXPECT_DOUBLE_EQ(decideBetween(30, 90, options).threshold, 40);
}

TEST(Decision, ScoresAHalfWhereANameBegins) {
  for (const double next : {5.0, 20.0, 31.0, 38.0, 45.0, 90.0}) {
    const double limit = decideBetween(1, next).limit;
    EXPECT_NEAR(decideBetween(limit, next).score, 0.5, 1e-12) << next;
    for (const double distance : {0.5 * limit, 0.99 * limit, 1.01 * limit, 2 * limit}) {
      const Decision decision = decideBetween(distance, next);
      EXPECT_EQ(decision.accepted(), decision.score >= 0.5) << distance << " beside " << next;
    }
  }
}

TEST(Decision, NeverNamesByWhatIsNoNumber) {
  for (const double bad : {kNaN, kInfinity}) {
    EXPECT_FALSE(decideAt(bad).accepted());
    EXPECT_FALSE(decideAt(10, bad).accepted());
    EXPECT_EQ(decideAt(bad).score, 0);
    EXPECT_EQ(decideAt(10, bad).score, 0);
    EXPECT_FALSE(decideBetween(bad, 50).accepted());
  }
  EXPECT_FALSE(decideBetween(10, kNaN).accepted());
}

TEST(Decision, GivesAScoreForEveryThreshold) {
  for (const double threshold : {-1.0, 0.0, 1e-300, 1e300}) {
    for (const double distance : {0.0, 1.0, 256.0}) {
      const Decision decision = decideAt(distance, threshold);
      EXPECT_GE(decision.score, 0) << distance << " at " << threshold;
      EXPECT_LE(decision.score, 1) << distance << " at " << threshold;
      EXPECT_EQ(decision.accepted(), decision.score >= 0.5) << distance << " at " << threshold;
    }
  }
}

TEST(ThresholdNeeded, IsWhereDecideBeginsToAccept) {
  constexpr double kLeast = 1e-9;
  for (const double clearOfNext : {0.0, 1.0, 1.3, 2.5}) {
    for (double nearest = 0; nearest <= 120; nearest += 1.5) {
      for (double next = nearest; next <= 150; next += 1.25) {
        const std::vector<PersonMatch> matches{{1, 1, nearest}, {2, 2, next}};
        DecisionOptions options{.clearOfNext = clearOfNext};
        const double needed = thresholdNeeded(matches, options);
        SCOPED_TRACE(testing::Message() << nearest << " before " << next << " needs " << needed);
        options.threshold = needed * (1 + 1e-9) + kLeast;
        EXPECT_EQ(decide(matches, options).accepted(), std::isfinite(needed));
        options.threshold = std::isfinite(needed) ? needed * (1 - 1e-9) - kLeast : 1e9;
        EXPECT_FALSE(decide(matches, options).accepted());
      }
    }
  }
}

TEST(ThresholdNeeded, AgreesWithTheDecisionOnTheOnlyPerson) {
  for (const double distance : {0.5, 30.0, 50.0, 54.0, 61.5, 90.0}) {
    const std::vector<PersonMatch> matches{{1, 1, distance}};
    const double needed = thresholdNeeded(matches, {});
    EXPECT_TRUE(decide(matches, {.threshold = needed * (1 + 1e-9)}).accepted()) << distance;
    EXPECT_FALSE(decide(matches, {.threshold = needed * (1 - 1e-9)}).accepted()) << distance;
  }
}

TEST(ThresholdNeeded, IsTheDistanceWhereNobodyElseIsNear) {
  EXPECT_EQ(thresholdNeeded(std::vector<PersonMatch>{{1, 1, 61.5}}, {.clearOfNext = 0}), 61.5);
  EXPECT_EQ(thresholdNeeded(std::vector<PersonMatch>{{1, 1, 61.5}, {2, 2, kInfinity}}, {}), 61.5);
}

TEST(ThresholdNeeded, IsInfiniteWhereNothingNames) {
  EXPECT_EQ(thresholdNeeded({}, {}), kInfinity);
  EXPECT_EQ(thresholdNeeded(std::vector<PersonMatch>{{1, 1, kNaN}}, {}), kInfinity);
  EXPECT_EQ(thresholdNeeded(std::vector<PersonMatch>{{1, 1, 40}, {2, 2, kNaN}}, {}), kInfinity);
  EXPECT_EQ(thresholdNeeded(std::vector<PersonMatch>{{1, 1, 40}, {2, 2, 40.5}}, {}), kInfinity);
}

}  // namespace
}  // namespace facewire::gallery
