#pragma once

#include <span>
#include <vector>

namespace facewire::eval {

/// One probe of a watch list. `confidence`: larger is surer, -infinity where no face was found.
struct OpenTrial {
  bool enrolled = false;  ///< somebody of the gallery; a stranger otherwise
  bool right = false;     ///< of somebody enrolled: the nearest person is the right one
  double confidence = 0;
  bool named = false;  ///< by the engine's own decision
};

/// Rates of an open-set identification, 0 to 1 (Phillips, Grother and Micheals 2011, "Evaluation methods in face
/// recognition").
struct OpenPoint {
  double falseAlarms = 0;  ///< the share of strangers who are named
  double identified = 0;   ///< the share of enrolled probes that are named, and named right ("DIR")
};

/// The best rate of identification at which at most `far` of the strangers are named. Of equal confidences, all or
/// none are named. 0 where nobody enrolled was probed.
double identifiedAt(std::span<const OpenTrial> trials, double far);

/// What the engine's own decision gives.
OpenPoint atDecision(std::span<const OpenTrial> trials);

/// The whole curve, both rates rising.
std::vector<OpenPoint> openCurve(std::span<const OpenTrial> trials);

}  // namespace facewire::eval
