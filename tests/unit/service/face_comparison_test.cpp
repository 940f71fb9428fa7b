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
  protocol::Face faceOf(std::optional<gallery::PersonId> person, double score, Reason reason,
                        const std::vector<gallery::PersonMatch>& matches) const {
    return toFace({person, score, reason, matches}, snapshot_, {10, 20, 30, 40}, kThreshold);
  }

  gallery::GallerySnapshot snapshot_{144};
};

TEST_F(ToFace, NamesOneOfOursAndTellsOfTheNext) {
  const auto face = faceOf(kAda, 0.9, Reason::accepted, {{kAda, 7, 30}, {kPostman, 8, 60}});
  EXPECT_TRUE(face.known);
  EXPECT_EQ(face.name, "Ada");
  EXPECT_EQ(face.sample, 7);
  EXPECT_EQ(face.distance, 30);
  EXPECT_EQ(face.threshold, kThreshold);
  EXPECT_EQ(face.score, 0.9);
  EXPECT_EQ(face.runnerUp->name, "Postman");
}

TEST_F(ToFace, MakesAKnownStrangerAnUnknownFace) {
  const auto face = faceOf(kPostman, 0.9, Reason::accepted, {{kPostman, 8, 30}, {kAda, 7, 60}});
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
  const auto face = faceOf(std::nullopt, 0.4, Reason::ambiguous, {{kPostman, 8, 50}, {kAda, 7, 51}});
  EXPECT_FALSE(face.known);
  EXPECT_EQ(face.reason, Reason::ambiguous);
  EXPECT_EQ(face.score, 0.4);
  EXPECT_EQ(face.runnerUp->name, "Postman");
}

TEST_F(ToFace, HasNoDistanceWhereNothingWasCompared) {
  const auto face = faceOf(std::nullopt, 0, Reason::emptyGallery, {});
  EXPECT_FALSE(face.distance);
  EXPECT_FALSE(face.runnerUp);
  EXPECT_FALSE(face.sample);
}

TEST_F(ToFace, LeavesNothingOfTheFaceThatWasThere) {
  const std::vector<gallery::PersonMatch> both{{kAda, 7, 30}, {kPostman, 8, 60}};
  const std::vector<gallery::PersonMatch> one{{kPostman, 8, 50}};
  const std::vector<tracking::IdentityVote::Verdict> verdicts{{kAda, 0.9, Reason::accepted, both},
                                                              {std::nullopt, 0, Reason::emptyGallery, {}},
                                                              {kPostman, 0.9, Reason::accepted, one},
                                                              {kAda, 0.8, Reason::accepted, {}},
                                                              {std::nullopt, 0.4, Reason::tooFar, one}};
  for (const auto& before : verdicts) {
    for (const auto& verdict : verdicts) {
      protocol::Face face = toFace(before, snapshot_, {1, 2, 3, 4}, 1);
      face.track = 5;
      setFace(verdict, snapshot_, {10, 20, 30, 40}, kThreshold, face);
      const auto textOf = [](const protocol::Face& told) {
        protocol::FacesResult result;
        result.faces = {told};
        return toJsonText(result);
      };
      EXPECT_EQ(textOf(face), textOf(toFace(verdict, snapshot_, {10, 20, 30, 40}, kThreshold)));
    }
  }
}

}  // namespace
}  // namespace facewire::service
