#pragma once

#include <cstddef>
#include <string>

#include "facewire/client/assessment.hpp"

namespace facewire::app {

/// What a frame is good for as a sample of somebody.
enum class Fitness { candidate, noFace, severalFaces, poor, alike, somebodyElse };

struct FrameJudgement {
  Fitness fitness = Fitness::noFace;
  double worth = 0;    ///< of a candidate: its sharpness, as far as that counts
  std::string prompt;  ///< for the person before the camera: what to do for the next sample
};

/// Judges a frame by what the server says of it. `taken`: how many samples there are, so that the prompts vary. A pure
/// function.
FrameJudgement judgeFrame(const client::Assessment& assessment, std::size_t taken);

/// What frames of this fitness are called where they are counted: "too blurred, dark or small".
std::string describeFitness(Fitness fitness);

}  // namespace facewire::app
