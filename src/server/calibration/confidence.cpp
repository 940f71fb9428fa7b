#include "facewire/calibration/confidence.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace facewire::calibration {
namespace {

constexpr double kDoubt = 0.05;
constexpr std::size_t kDraws = 2000;

/// The chance of `most` hits at most in `trials`, each of chance `rate`.
double chanceOfAtMost(std::size_t most, std::size_t trials, double rate) {
  if (rate <= 0) return 1;
  if (rate >= 1) return most >= trials ? 1 : 0;
  const auto n = static_cast<double>(trials);
  double sum = 0;
  double logChoose = 0;
  for (std::size_t hits = 0; hits <= most; ++hits) {
    const auto k = static_cast<double>(hits);
    if (hits > 0) logChoose += std::log((n - k + 1) / k);
    sum += std::exp(logChoose + k * std::log(rate) + (n - k) * std::log1p(-rate));
  }
  return std::min(1.0, sum);
}

/// The rate at which `most` hits or fewer have this chance, which falls as the rate rises.
double rateOfChance(std::size_t most, std::size_t trials, double chance) {
  double low = 0;
  double high = 1;
  for (int halving = 0; halving < 60; ++halving) {
    const double middle = (low + high) / 2;
    (chanceOfAtMost(most, trials, middle) > chance ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace

Interval rateInterval(std::size_t hits, std::size_t trials) {
  if (trials == 0) return {0, 1};
  if (hits == 0) return {0, rateOfChance(0, trials, kDoubt)};
  if (hits >= trials) return {rateOfChance(trials - 1, trials, 1 - kDoubt), 1};
  return {rateOfChance(hits - 1, trials, 1 - kDoubt / 2), rateOfChance(hits, trials, kDoubt / 2)};
}

Interval rateIntervalByPeople(std::span<const PersonCount> people) {
  if (people.empty()) return {0, 1};
  // std::uniform_int_distribution may differ between libraries; the remainder of 64 bits is even enough.
  std::mt19937_64 random(20041);
  std::vector<double> rates(kDraws);
  for (double& rate : rates) {
    PersonCount sum;
    for (std::size_t i = 0; i < people.size(); ++i) {
      const PersonCount& drawn = people[random() % people.size()];
      sum.hits += drawn.hits;
      sum.trials += drawn.trials;
    }
    rate = sum.trials == 0 ? 0 : static_cast<double>(sum.hits) / static_cast<double>(sum.trials);
  }
  std::ranges::sort(rates);
  const auto at = [&](double part) { return rates[static_cast<std::size_t>(part * (kDraws - 1))]; };
  return {at(kDoubt / 2), at(1 - kDoubt / 2)};
}

}  // namespace facewire::calibration
