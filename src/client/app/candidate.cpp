#include "candidate.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace facewire::app {
namespace {

/// Sharper samples are not better ones: blurring AT&T faces from 0.25 to 0.19 cost no name (docs/face-quality.md).
constexpr double kSharpEnough = 0.18;

constexpr std::array<std::string_view, 5> kWaysToVary{
    "turn your head a little to one side", "turn your head a little to the other side", "look up or down a little",
    "smile, or say something", "come nearer, or change the light"};

std::string promptFor(std::string_view verdict) {
  if (verdict == "too_small") return "come nearer";
  if (verdict == "too_blurred") return "hold still: blurred";
  if (verdict == "too_dark") return "too dark: more light on the face";
  if (verdict == "too_bright") return "too bright: turn away from the light";
  return "not good enough: " + std::string(verdict);
}

}  // namespace

FrameJudgement judgeFrame(const client::Assessment& assessment, std::size_t taken) {
  if (assessment.faces.empty()) return {Fitness::noFace, 0, "no face: look at the camera"};
  if (assessment.faces.size() > 1) {
    return {Fitness::severalFaces, 0, std::to_string(assessment.faces.size()) + " faces: only one person, please"};
  }
  const client::AssessedFace& face = assessment.faces.front();
  if (!face.isGood()) return {Fitness::poor, 0, promptFor(face.verdict)};
  switch (face.novelty.value_or(client::Novelty::first)) {
    case client::Novelty::alike:
      return {Fitness::alike, 0, std::string(kWaysToVary.at((taken + kWaysToVary.size() - 1) % kWaysToVary.size()))};
    case client::Novelty::other:
      return {Fitness::somebodyElse, 0, "unlike the samples so far: look at the camera, and move slowly"};
    case client::Novelty::first:
    case client::Novelty::fresh:
      break;
  }
  return {Fitness::candidate, std::min(face.sharpness, kSharpEnough), "good: hold still"};
}

std::string describeFitness(Fitness fitness) {
  switch (fitness) {
    case Fitness::candidate:
      return "good, but not the best";
    case Fitness::noFace:
      return "no face";
    case Fitness::severalFaces:
      return "several faces";
    case Fitness::poor:
      return "too small, blurred, dark or bright";
    case Fitness::alike:
      return "like a sample that is there";
    case Fitness::somebodyElse:
      break;
  }
  return "unlike the samples, perhaps somebody else";
}

}  // namespace facewire::app
