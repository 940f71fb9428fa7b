#include "open_set.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace facewire::eval {
namespace {

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

std::vector<OpenPoint> openCurve(std::span<const OpenTrial> trials) {
  std::vector<OpenTrial> sorted(trials.begin(), trials.end());
  std::ranges::sort(sorted, std::greater<>{}, &OpenTrial::confidence);
  const auto enrolled = static_cast<std::size_t>(std::ranges::count(sorted, true, &OpenTrial::enrolled));
  const std::size_t strangers = sorted.size() - enrolled;
  std::vector<OpenPoint> curve{{}};
  std::size_t alarms = 0;
  std::size_t right = 0;
  for (std::size_t i = 0; i < sorted.size() && std::isfinite(sorted[i].confidence); ++i) {
    if (!sorted[i].enrolled) {
      ++alarms;
    } else if (sorted[i].right) {
      ++right;
    }
    const bool lastOfEqual = i + 1 == sorted.size() || sorted[i + 1].confidence < sorted[i].confidence;
    if (lastOfEqual) curve.push_back({share(alarms, strangers), share(right, enrolled)});
  }
  return curve;
}

double identifiedAt(std::span<const OpenTrial> trials, double far) {
  constexpr double kRounding = 1e-12;
  double best = 0;
  for (const OpenPoint& point : openCurve(trials)) {
    if (point.falseAlarms <= far + kRounding) best = std::max(best, point.identified);
  }
  return best;
}

OpenPoint atDecision(std::span<const OpenTrial> trials) {
  std::size_t enrolled = 0;
  std::size_t right = 0;
  std::size_t alarms = 0;
  for (const OpenTrial& trial : trials) {
    if (trial.enrolled) {
      ++enrolled;
      if (trial.named && trial.right) ++right;
    } else if (trial.named) {
      ++alarms;
    }
  }
  return {share(alarms, trials.size() - enrolled), share(right, enrolled)};
}

}  // namespace facewire::eval
