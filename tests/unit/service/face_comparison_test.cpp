#include "face_comparison.hpp"

#include <gtest/gtest.h>

namespace facewire::service {
namespace {

using gallery::PersonId;
using protocol::Reason;

constexpr PersonId kAda = 1;
constexpr PersonId kPostman = 2;
constexpr double kThreshold = 58;

/// Ada is one of ours, the postman a known stranger.
class ToFace : public testing::Test {
 protected:
  ToFace() {
    snapshot_.people[kAda] = std::make_shared<gallery::PersonInfo>(gallery::PersonInfo{kAda, "Ada", "", {}, false});
    snapshot_.people[kPostman] =
        std::make_shared<gallery::PersonInfo>(gallery::PersonInfo{kPostman, "Postman", "", {}, true});
  }
  protocol::Face faceOf(const tracking::IdentityVote::Verdict& verdict) const {
    return toFace(verdict, snapshot_, {10, 20, 30, 40}, kThreshold);
  }

  gallery::GallerySnapshot snapshot_{144};
};

TEST_F(ToFace, NamesOneOfOursAndTellsOfTheNext) {
  const auto face = faceOf({kAda, 0.9, Reason::accepted, {{kAda, 7, 30}, {kPostman, 8, 60}}});
  EXPECT_TRUE(face.known);
  EXPECT_EQ(face.name, "Ada");
  EXPECT_EQ(face.sample, 7);
  EXPECT_EQ(face.distance, 30);
  EXPECT_EQ(face.threshold, kThreshold);
  EXPECT_EQ(face.score, 0.9);
  EXPECT_EQ(face.runnerUp->name, "Postman");
}

TEST_F(ToFace, MakesAKnownStrangerAnUnknownFace) {
  const auto face = faceOf({kPostman, 0.9, Reason::accepted, {{kPostman, 8, 30}, {kAda, 7, 60}}});
  EXPECT_FALSE(face.known);
  EXPECT_FALSE(face.name);
  EXPECT_EQ(face.reason, Reason::knownStranger);
  EXPECT_EQ(face.distance, 30);
  EXPECT_NEAR(face.score, 0.1, 1e-9);
  ASSERT_TRUE(face.runnerUp);
  EXPECT_EQ(face.runnerUp->name, "Postman");
  EXPECT_EQ(face.runnerUp->distance, 30);
}

TEST_F(ToFace, TellsOfTheNearestWhereNobodyWasAccepted) {
  const auto face = faceOf({std::nullopt, 0.4, Reason::ambiguous, {{kPostman, 8, 50}, {kAda, 7, 51}}});
  EXPECT_FALSE(face.known);
  EXPECT_EQ(face.reason, Reason::ambiguous);
  EXPECT_EQ(face.score, 0.4);
  EXPECT_EQ(face.runnerUp->name, "Postman");
}

TEST_F(ToFace, HasNoDistanceWhereNothingWasCompared) {
  const auto face = faceOf({std::nullopt, 0, Reason::emptyGallery, {}});
  EXPECT_FALSE(face.distance);
  EXPECT_FALSE(face.runnerUp);
  EXPECT_FALSE(face.sample);
}

}  // namespace
}  // namespace facewire::service
