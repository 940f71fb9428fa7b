#include "facewire/calibration/trial_plan.hpp"

#include <algorithm>

namespace facewire::calibration {
namespace {

/// `count` of `whole` places, from the first on at even steps.
std::vector<std::size_t> evenSteps(std::size_t count, std::size_t whole) {
  std::vector<std::size_t> places(std::min(count, whole));
  for (std::size_t i = 0; i < places.size(); ++i) places[i] = i * whole / places.size();
  return places;
}

}  // namespace

std::vector<PlannedTrial> planTrials(std::span<const gallery::PersonInfo> people, std::size_t most) {
  std::vector<const gallery::PersonInfo*> tried;
  for (const gallery::PersonInfo& person : people) {
    if (!person.samples.empty()) tried.push_back(&person);
  }
  std::ranges::sort(tried, {}, &gallery::PersonInfo::id);
  std::vector<const gallery::PersonInfo*> chosen;
  for (const std::size_t place : evenSteps(most, tried.size())) chosen.push_back(tried[place]);

  // Those with the fewest pictures first: what they leave of their share is the others'.
  std::vector<const gallery::PersonInfo*> byNeed = chosen;
  const auto countOf = [](const gallery::PersonInfo* person) { return person->samples.size(); };
  std::ranges::stable_sort(byNeed, {}, countOf);
  std::vector<PlannedTrial> plan;
  for (std::size_t i = 0; i < byNeed.size(); ++i) {
    const std::size_t share = (most - plan.size()) / (byNeed.size() - i);
    for (const std::size_t place : evenSteps(share, countOf(byNeed[i])))
      plan.push_back({byNeed[i]->id, byNeed[i]->samples[place].id});
  }
  std::ranges::sort(plan, {}, [](const PlannedTrial& trial) { return std::pair(trial.person, trial.sample); });
  return plan;
}

}  // namespace facewire::calibration
