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
  return decide(std::vector<PersonMatch>{{1, 1, distance}}, {.threshold = threshold});
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

TEST(Decision, NeverNamesByWhatIsNoNumber) {
  for (const double bad : {kNaN, kInfinity}) {
    EXPECT_FALSE(decideAt(bad).accepted());
    EXPECT_FALSE(decideAt(10, bad).accepted());
    EXPECT_EQ(decideAt(bad).score, 0);
    EXPECT_EQ(decideAt(10, bad).score, 0);
  }
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

}  // namespace
}  // namespace facewire::gallery
