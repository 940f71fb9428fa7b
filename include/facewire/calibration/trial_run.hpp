#pragma once

#include <functional>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "facewire/base/result.hpp"
#include "facewire/calibration/trial.hpp"
#include "facewire/calibration/trial_plan.hpp"

namespace facewire::calibration {

/// Tries one picture in the gallery as it is without the `hidden` samples. Nothing where the picture cannot be read.
using Attempt =
    std::function<Result<std::optional<Trial>>(const PlannedTrial& planned, const std::set<gallery::SampleId>& hidden)>;

struct TrialRun {
  std::vector<Trial> trials;       ///< without those that look mislabelled, in a gallery without them
  std::vector<Trial> mislabelled;  ///< the farthest from their own first
  std::size_t unreadable = 0;
};

/// Tries them all. A picture looks mislabelled where `decide` with these options names it as somebody other than whom
/// it is enrolled as, although that one's other pictures are there, and clearly nearer. One such sample would spoil the
/// rates (whoever it truly shows is found in it when playing the stranger) and cast doubt on the right ones beside it.
/// So the one that is farthest from its own person is hidden and what rested on it is tried again, until none is left;
/// at most as many trials are made again as there are. Errors: the first of `attempt`.
Result<TrialRun> runTrials(std::span<const PlannedTrial> plan, const Attempt& attempt,
                           const gallery::DecisionOptions& options);

}  // namespace facewire::calibration
