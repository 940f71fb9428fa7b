#include "facewire/gallery/decision.hpp"

#include <cmath>

namespace facewire::gallery {
namespace {

/// How fast the score falls around the threshold: a tenth of the threshold nearer or farther is 0.71 or 0.29.
constexpr double kSteepness = 9.0;

double scoreOf(double distance, double threshold) {
  if (!(threshold > 0)) return distance <= threshold ? 0.5 : 0.0;
  return 1.0 / (1.0 + std::exp(kSteepness * (distance / threshold - 1.0)));
}

}  // namespace

Decision decide(std::span<const PersonMatch> matches, const DecisionOptions& options) {
  if (matches.empty()) return {.reason = protocol::Reason::emptyGallery, .score = 0};
  const double distance = matches.front().distance;
  // A distance or a threshold that is no number must never name anybody, and NaN would slip through `distance >
  // threshold`.
  if (!std::isfinite(distance) || !std::isfinite(options.threshold)) {
    return {.reason = protocol::Reason::tooFar, .score = 0};
  }
  return {.reason = distance <= options.threshold ? protocol::Reason::accepted : protocol::Reason::tooFar,
          .score = scoreOf(distance, options.threshold)};
}

}  // namespace facewire::gallery
