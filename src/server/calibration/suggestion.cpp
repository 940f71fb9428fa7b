#include "facewire/calibration/suggestion.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <vector>

namespace facewire::calibration {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
/// What the server takes for a threshold at all.
constexpr double kLeastThreshold = 0.001;

/// The point that a normal variable is below with this chance (0 to 1, exclusive), in deviations from the mean.
double normalQuantile(double chance) {
  double low = -40;
  double high = 40;
  for (int halving = 0; halving < 80; ++halving) {
    const double middle = (low + high) / 2;
    (0.5 * std::erfc(-middle / std::sqrt(2.0)) < chance ? low : high) = middle;
  }
  return (low + high) / 2;
}

/// `number` in units of its third digit; division keeps 72.8 what "72.8" is read as.
struct ThreeDigits {
  explicit ThreeDigits(double number) : perUnit(std::pow(10.0, 2 - std::floor(std::log10(number)))) {
    steps = number * perUnit;
  }
  /// The largest number of three digits that is less.
  double under() const { return (std::ceil(steps - kRounding) - 1) / perUnit; }
  /// The smallest number of three digits that is not less.
  double upTo() const { return std::ceil(steps - kRounding) / perUnit; }

  static constexpr double kRounding = 1e-9;
  double perUnit;
  double steps;
};

/// Where the lowest `far` of a log-normal distribution like these would end: a need is a product of distances and their
/// ratios, and never below 0. Those that no threshold names say nothing of its lower end, and only make it lower where
/// they are left out.
double extrapolated(const std::vector<double>& needs, double far) {
  double sum = 0;
  double squares = 0;
  double count = 0;
  for (const double need : needs) {
    if (!std::isfinite(need)) continue;
    if (need <= 0) return 0;
    const double log = std::log(need);
    sum += log;
    squares += log * log;
    ++count;
  }
  if (count < 2) return kInfinity;
  const double mean = sum / count;
  const double deviation = std::sqrt(std::max(0.0, (squares - sum * mean) / (count - 1)));
  return std::exp(mean + normalQuantile(far) * deviation);
}

Footing footingOf(std::size_t pictures, std::size_t people, double far) {
  if (people < kFewestPeople || static_cast<double>(pictures + 1) * far < 1) return Footing::little;
  return pictures >= picturesWanted(far) ? Footing::enough : Footing::thin;
}

/// The largest threshold that any of the gallery's own pictures needs to be known.
double mostUse(std::span<const Trial> trials, const gallery::DecisionOptions& options) {
  double most = 0;
  for (const Trial& trial : trials) {
    if (!trial.own) continue;
    const double need = thresholdToKnow(trial, options);
    if (std::isfinite(need)) most = std::max(most, need);
  }
  return most;
}

}  // namespace

std::size_t picturesWanted(double far) {
  return static_cast<std::size_t>(std::ceil(3 / far - 1e-9));
}

std::optional<Suggestion> suggestThreshold(std::span<const Trial> trials, double far,
                                           const gallery::DecisionOptions& defaults) {
  std::vector<double> needs;
  std::set<gallery::PersonId> people;
  for (const Trial& trial : trials) {
    if (trial.asStranger.empty()) continue;
    needs.push_back(thresholdToMistake(trial, defaults));
    people.insert(trial.person);
  }
  if (needs.empty()) return std::nullopt;
  std::ranges::sort(needs);

  Suggestion suggestion;
  suggestion.footing = footingOf(needs.size(), people.size(), far);
  const auto allowed = static_cast<std::size_t>(far * static_cast<double>(needs.size() + 1) + 1e-9);
  double under = needs[std::max<std::size_t>(allowed, 1) - 1];
  if (allowed == 0) under = std::min(under, extrapolated(needs, far));
  if (!(under > kLeastThreshold)) return std::nullopt;

  double most = std::max(defaults.threshold, mostUse(trials, defaults));
  if (most > defaults.threshold) most = ThreeDigits(most).upTo();
  if (suggestion.footing == Footing::thin) most = std::min(most, kThinRoom * defaults.threshold);
  if (suggestion.footing == Footing::little) most = std::min(most, defaults.threshold);
  suggestion.threshold = std::isfinite(under) ? std::min(most, ThreeDigits(under).under()) : most;
  if (suggestion.threshold < kLeastThreshold) return std::nullopt;
  return suggestion;
}

}  // namespace facewire::calibration
