#include "facewire/gallery/decision.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace facewire::gallery {
namespace {

/// How fast the score falls around the limit: a tenth of the limit nearer or farther is 0.71 or 0.29.
constexpr double kSteepness = 9.0;

/// However near a face is, it is nobody's where two people are equally near: one person enrolled under two names.
constexpr double kTie = 0.98;

double scoreOf(double distance, double limit) {
  if (!(limit > 0)) return distance <= limit ? 0.5 : 0.0;
  return 1.0 / (1.0 + std::exp(kSteepness * (distance / limit - 1.0)));
}

/// distance <= limit is distance * (distance / next) <= threshold / clearOfNext: the distance times its share of the
/// next person's, under a threshold.
double limitFor(std::span<const PersonMatch> matches, const DecisionOptions& options) {
  if (matches.size() < 2 || !(options.threshold > 0) || !(options.clearOfNext > 0)) return options.threshold;
  const double clear = options.clearOfNext * options.threshold;
  const double next = matches[1].distance;
  if (std::isnan(next)) return 0;
  const double lowered = options.threshold * std::min(1.0, std::sqrt(std::max(0.0, next) / clear));
  return std::min(lowered, kTie * next);
}

}  // namespace

Decision decide(std::span<const PersonMatch> matches, const DecisionOptions& options) {
  if (matches.empty()) return {.reason = protocol::Reason::emptyGallery, .score = 0, .limit = options.threshold};
  const double distance = matches.front().distance;
  // A distance or a threshold that is no number must never name anybody, and NaN would slip through `distance >
  // threshold`.
  if (!std::isfinite(distance) || !std::isfinite(options.threshold)) {
    return {.reason = protocol::Reason::tooFar, .score = 0, .limit = 0};
  }
  const double limit = limitFor(matches, options);
  const auto reason = distance > options.threshold ? protocol::Reason::tooFar
                      : distance > limit           ? protocol::Reason::ambiguous
                                                   : protocol::Reason::accepted;
  return {.reason = reason, .score = scoreOf(distance, limit), .limit = limit};
}

double thresholdNeeded(std::span<const PersonMatch> matches, const DecisionOptions& options) {
  constexpr double kNever = std::numeric_limits<double>::infinity();
  if (matches.empty() || !std::isfinite(matches.front().distance)) return kNever;
  const double distance = matches.front().distance;
  if (matches.size() < 2 || !(options.clearOfNext > 0)) return distance;
  const double next = matches[1].distance;
  if (!(distance <= kTie * next)) return kNever;
  if (distance == 0) return 0;
  return std::max(distance, options.clearOfNext * distance * (distance / next));
}

}  // namespace facewire::gallery
