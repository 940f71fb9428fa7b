#include "candidate.hpp"

#include <gtest/gtest.h>

#include <set>

namespace facewire::app {
namespace {

client::AssessedFace faceWith(client::Novelty novelty, double sharpness = 0.2) {
  client::AssessedFace face;
  face.verdict = "good";
  face.sharpness = sharpness;
  face.novelty = novelty;
  face.distance = 40;
  return face;
}

client::AssessedFace badFace(const std::string& verdict) {
  client::AssessedFace face;
  face.verdict = verdict;
  return face;
}

FrameJudgement judge(std::vector<client::AssessedFace> faces, std::size_t taken = 1) {
  return judgeFrame({std::move(faces), taken}, taken);
}

TEST(Candidate, IsOneGoodFaceThatAddsSomething) {
  EXPECT_EQ(judge({faceWith(client::Novelty::first)}, 0).fitness, Fitness::candidate);
  EXPECT_EQ(judge({faceWith(client::Novelty::fresh)}).fitness, Fitness::candidate);
  EXPECT_EQ(judge({faceWith(client::Novelty::alike)}).fitness, Fitness::alike);
  EXPECT_EQ(judge({faceWith(client::Novelty::other)}).fitness, Fitness::somebodyElse);
  EXPECT_EQ(judge({badFace("too_blurred")}).fitness, Fitness::poor);
  EXPECT_EQ(judge({}).fitness, Fitness::noFace);
  EXPECT_EQ(judge({faceWith(client::Novelty::fresh), faceWith(client::Novelty::fresh)}).fitness, Fitness::severalFaces);
}

TEST(Candidate, ASharperOneIsWorthMoreUntilItIsSharpEnough) {
  const auto worth = [](double sharpness) { return judge({faceWith(client::Novelty::fresh, sharpness)}).worth; };
  EXPECT_GT(worth(0.17), worth(0.13));
  EXPECT_EQ(worth(0.3), worth(0.25));
}

TEST(Candidate, TellsThePersonWhatToDo) {
  EXPECT_EQ(judge({}).prompt, "no face: look at the camera");
  EXPECT_EQ(judge({badFace("too_small")}).prompt, "come nearer");
  EXPECT_EQ(judge({badFace("too_blurred")}).prompt, "hold still: blurred");
  EXPECT_EQ(judge({badFace("too_dark"), badFace("too_dark")}).prompt, "2 faces: only one person, please");
  std::set<std::string> prompts;
  for (std::size_t taken = 1; taken <= 5; ++taken) {
    prompts.insert(judge({faceWith(client::Novelty::alike)}, taken).prompt);
  }
  EXPECT_EQ(prompts.size(), 5U);
}

}  // namespace
}  // namespace facewire::app
