#include "video_score.hpp"

#include <gtest/gtest.h>

namespace facewire::eval {
namespace {

const cv::Rect kPlace{100, 100, 50, 50};
const cv::Rect kElsewhere{300, 100, 50, 50};

TrueFace ada(const cv::Rect& box = kPlace) {
  return {box, "Ada"};
}

TEST(Overlap, IsIntersectionOverUnion) {
  EXPECT_DOUBLE_EQ(overlapOf({0, 0, 10, 10}, {5, 0, 10, 10}), 50.0 / 150);
  EXPECT_DOUBLE_EQ(overlapOf({0, 0, 10, 10}, {20, 0, 10, 10}), 0);
}

TEST(Matching, GivesABoxToTheFaceItCoversBest) {
  const std::vector<TrueFace> truth{ada({0, 0, 10, 10}), {{4, 0, 10, 10}, "Bo"}};
  const std::vector<FoundFace> found{{{4, 0, 10, 10}, std::nullopt}};
  const auto matches = matchFaces(truth, found);
  EXPECT_FALSE(matches[0]);
  EXPECT_EQ(matches[1], 0U);
}

TEST(VideoScore, TellsRightWrongUnknownAndMissed) {
  VideoScore score({"Ada", "Bo"});
  score.add(0, {ada()}, {{kPlace, "Ada"}});
  score.add(1, {ada()}, {{kPlace, "Bo"}});
  score.add(2, {ada()}, {{kPlace, std::nullopt}});
  score.add(3, {ada()}, {});
  const IdentityTally& tally = score.identities().at("Ada");
  EXPECT_EQ(tally.faces, 4U);
  EXPECT_EQ(tally.found, 3U);
  EXPECT_EQ(tally.right, 1U);
  EXPECT_EQ(tally.wrong, 1U);
  EXPECT_EQ(tally.unknown, 1U);
}

TEST(VideoScore, AStrangerIsRightWhenUnknownAndWrongWhenNamed) {
  VideoScore score({"Ada"});
  const TrueFace stranger{kPlace, "other"};
  score.add(0, {stranger}, {{kPlace, std::nullopt}});
  score.add(1, {stranger}, {{kPlace, "Ada"}});
  EXPECT_EQ(score.identities().at("other").right, 1U);
  EXPECT_EQ(score.identities().at("other").wrong, 1U);
}

TEST(VideoScore, BoxesOverNobodyAreFalse) {
  VideoScore score({"Ada"});
  score.add(0, {ada()}, {{kPlace, "Ada"}, {kElsewhere, "Ada"}, {{0, 0, 20, 20}, std::nullopt}});
  EXPECT_EQ(score.falseBoxes(), 2U);
  EXPECT_EQ(score.falseBoxesNamed(), 1U);
}

TEST(VideoScore, LabelChangesAreCountedAlongAFacesWay) {
  VideoScore score({"Ada", "Bo"});
  for (const auto& name : std::vector<std::optional<std::string>>{"Ada", std::nullopt, "Bo", "Bo", "Ada"})
    score.add(0, {ada()}, {{kPlace, name}});
  EXPECT_EQ(score.ways(), 1U);
  EXPECT_EQ(score.labelChanges(), 3U);
  EXPECT_EQ(score.mostLabelChanges(), 3U);
  EXPECT_EQ(score.restlessWays(), 1U);
}

TEST(VideoScore, ACutBeginsANewWayAndAMissedFaceDoesNot) {
  VideoScore score({"Ada", "Bo"});
  score.add(0, {ada()}, {{kPlace, "Ada"}});
  score.add(1, {ada()}, {});
  score.add(2, {ada()}, {{kPlace, "Ada"}});
  score.add(3, {ada(kElsewhere)}, {{kElsewhere, "Bo"}});
  EXPECT_EQ(score.ways(), 2U);
  EXPECT_EQ(score.labelChanges(), 0U);
}

}  // namespace
}  // namespace facewire::eval
