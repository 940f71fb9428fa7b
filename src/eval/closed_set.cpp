#include "closed_set.hpp"

#include <algorithm>

namespace facewire::eval {

double rankOne(std::span<const ClosedTrial> trials) {
  if (trials.empty()) return 0;
  const auto right =
      std::ranges::count_if(trials, [](const ClosedTrial& trial) { return trial.nearest == trial.person; });
  return static_cast<double>(right) / static_cast<double>(trials.size());
}

std::vector<std::vector<std::size_t>> confusionOf(std::span<const ClosedTrial> trials, std::size_t people) {
  std::vector<std::vector<std::size_t>> confusion(people, std::vector<std::size_t>(people, 0));
  for (const ClosedTrial& trial : trials) {
    if (trial.nearest) ++confusion.at(trial.person).at(*trial.nearest);
  }
  return confusion;
}

}  // namespace facewire::eval
