#include "verification.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace facewire::eval {
namespace {

constexpr double kRounding = 1e-12;

std::vector<PairTrial> sortedByDistance(std::span<const PairTrial> trials) {
  std::vector<PairTrial> sorted(trials.begin(), trials.end());
  std::ranges::stable_sort(sorted, {}, &PairTrial::distance);
  return sorted;
}

/// The threshold with the fewest errors: half way between two distances of `sorted`.
double bestThreshold(const std::vector<PairTrial>& sorted) {
  double best = -std::numeric_limits<double>::infinity();
  std::ptrdiff_t gain = 0;  // same pairs less different ones accepted; accuracy rises and falls with it
  std::ptrdiff_t bestGain = 0;
  for (std::size_t i = 0; i < sorted.size() && std::isfinite(sorted[i].distance); ++i) {
    gain += sorted[i].same ? 1 : -1;
    const double next = i + 1 < sorted.size() ? sorted[i + 1].distance : std::numeric_limits<double>::infinity();
    if (next > sorted[i].distance && gain > bestGain) {
      bestGain = gain;
      best = std::isfinite(next) ? (sorted[i].distance + next) / 2 : sorted[i].distance;
    }
  }
  return best;
}

}  // namespace

FoldAccuracy foldAccuracy(std::span<const PairTrial> trials) {
  FoldAccuracy result;
  if (trials.empty()) return result;
  const std::vector<PairTrial> sorted = sortedByDistance(trials);
  const std::size_t folds = std::ranges::max(trials, {}, &PairTrial::fold).fold + 1;
  std::vector<double> accuracies;
  for (std::size_t fold = 0; fold < folds; ++fold) {
    std::vector<PairTrial> others = sorted;
    std::erase_if(others, [fold](const PairTrial& trial) { return trial.fold == fold; });
    const double threshold = bestThreshold(others);
    std::size_t right = 0;
    for (const PairTrial& trial : sorted) {
      if (trial.fold == fold && (trial.distance <= threshold) == trial.same) ++right;
    }
    const std::size_t judged = sorted.size() - others.size();
    if (judged == 0) continue;
    result.thresholds.push_back(threshold);
    accuracies.push_back(static_cast<double>(right) / static_cast<double>(judged));
  }
  for (const double accuracy : accuracies) result.mean += accuracy / static_cast<double>(accuracies.size());
  double squares = 0;
  for (const double accuracy : accuracies) squares += (accuracy - result.mean) * (accuracy - result.mean);
  if (accuracies.size() > 1) result.deviation = std::sqrt(squares / static_cast<double>(accuracies.size() - 1));
  return result;
}

std::vector<RocPoint> rocCurve(std::span<const PairTrial> trials) {
  const std::vector<PairTrial> sorted = sortedByDistance(trials);
  const auto same = static_cast<double>(std::ranges::count(sorted, true, &PairTrial::same));
  const double different = static_cast<double>(sorted.size()) - same;
  std::vector<RocPoint> curve{{}};
  double accepted = 0;
  double wrongly = 0;
  for (std::size_t i = 0; i < sorted.size() && std::isfinite(sorted[i].distance); ++i) {
    ++(sorted[i].same ? accepted : wrongly);
    const bool lastOfEqual = i + 1 == sorted.size() || sorted[i + 1].distance > sorted[i].distance;
    if (lastOfEqual) curve.push_back({different > 0 ? wrongly / different : 0, same > 0 ? accepted / same : 0});
  }
  return curve;
}

double trueAcceptsAt(std::span<const PairTrial> trials, double far) {
  double best = 0;
  for (const RocPoint& point : rocCurve(trials)) {
    if (point.falseAccepts <= far + kRounding) best = std::max(best, point.trueAccepts);
  }
  return best;
}

double equalErrorRate(std::span<const PairTrial> trials) {
  RocPoint before;
  for (const RocPoint& point : rocCurve(trials)) {
    const double refused = 1 - point.trueAccepts;
    if (point.falseAccepts < refused) {
      before = point;
      continue;
    }
    const double gapBefore = (1 - before.trueAccepts) - before.falseAccepts;
    const double gap = point.falseAccepts - refused;
    const double part = gapBefore + gap > 0 ? gapBefore / (gapBefore + gap) : 1;
    return before.falseAccepts + part * (point.falseAccepts - before.falseAccepts);
  }
  // Faces that were not found can never be accepted, so the rates may not meet.
  return ((1 - before.trueAccepts) + before.falseAccepts) / 2;
}

}  // namespace facewire::eval
