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

/// The nearest person and the next one.
constexpr std::size_t kDecidedBy = 2;

FaceIndex::Settled isNamedBy(const DecisionOptions& options) {
  return [&options](std::span<const PersonMatch> nearest) { return decide(nearest, options).accepted(); };
}

double scoreOf(double distance, double limit) {
  if (!(limit > 0)) return distance <= limit ? 0.5 : 0.0;
  return 1.0 / (1.0 + std::exp(kSteepness * (distance / limit - 1.0)));
}

/// How fast the largest distance falls with the next person's: distance <= limit is
/// distance * (clearOfNext * distance / next)^3 <= threshold.
constexpr double kFall = 0.75;

double lowered(double threshold, double next, double clearOfNext) {
  return threshold * std::min(1.0, std::pow(std::max(0.0, next) / (clearOfNext * threshold), kFall));
}

bool countsNext(const DecisionOptions& options) {
  return options.threshold > 0 && options.clearOfNext > 0;
}

double thresholdFor(std::span<const PersonMatch> matches, const DecisionOptions& options) {
  if (matches.size() >= 2 || !countsNext(options)) return options.threshold;
  return lowered(options.threshold, options.absentNext, options.clearOfNext);
}

double limitFor(std::span<const PersonMatch> matches, const DecisionOptions& options) {
  if (matches.size() < 2 || !countsNext(options)) return thresholdFor(matches, options);
  const double next = matches[1].distance;
  if (std::isnan(next)) return 0;
  return std::min(lowered(options.threshold, next, options.clearOfNext), kTie * next);
}

}  // namespace

DecisionOptions DecisionOptions::ofEmbeddings() {
  // Measured with MobileFaceNet on Labeled Faces in the Wild: of strangers' faces 0.2 % to 0.7 % are named where 129
  // people are enrolled with one picture or three, of their own 96 % to 99 %. Who is alone is judged by the threshold.
  return {.threshold = 0.5, .clearOfNext = 1.2, .absentNext = 0.6};
}

Decision decide(std::span<const PersonMatch> matches, const DecisionOptions& options) {
  const double threshold = thresholdFor(matches, options);
  if (matches.empty()) {
    return {.reason = protocol::Reason::emptyGallery, .score = 0, .limit = threshold, .threshold = threshold};
  }
  const double distance = matches.front().distance;
  // A distance or a threshold that is no number must never name anybody, and NaN would slip through `distance >
  // threshold`.
  if (!std::isfinite(distance) || !std::isfinite(threshold)) {
    return {.reason = protocol::Reason::tooFar, .score = 0, .limit = 0, .threshold = threshold};
  }
  const double limit = limitFor(matches, options);
  const auto reason = distance > threshold ? protocol::Reason::tooFar
                      : distance > limit   ? protocol::Reason::ambiguous
                                           : protocol::Reason::accepted;
  return {.reason = reason, .score = scoreOf(distance, limit), .limit = limit, .threshold = threshold};
}

std::vector<PersonMatch> findNearestToDecide(const FaceIndex& index, const vision::FaceViews& face,
                                             const DecisionOptions& options, const FaceIndex::Admits& admits) {
  return index.findNearestByViews(face, kDecidedBy, isNamedBy(options), admits);
}

void findNearestToDecide(const FaceIndex& index, const vision::FaceViews& face, const DecisionOptions& options,
                         std::vector<PersonMatch>& nearest) {
  index.findNearestByViews(face, kDecidedBy, nearest, isNamedBy(options));
}

double thresholdNeeded(std::span<const PersonMatch> matches, const DecisionOptions& options) {
  constexpr double kNever = std::numeric_limits<double>::infinity();
  if (matches.empty() || !std::isfinite(matches.front().distance)) return kNever;
  const double distance = matches.front().distance;
  if (!(options.clearOfNext > 0) || distance == 0) return distance;
  const bool alone = matches.size() < 2;
  const double next = alone ? options.absentNext : matches[1].distance;
  if (!alone && !(distance <= kTie * next)) return kNever;
  const double times = std::pow(options.clearOfNext * distance / next, kFall / (1 - kFall));
  return distance * std::max(1.0, times);
}

}  // namespace facewire::gallery
