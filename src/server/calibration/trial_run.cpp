#include "facewire/calibration/trial_run.hpp"

#include <algorithm>

namespace facewire::calibration {
namespace {

using gallery::PersonMatch;
using gallery::SampleId;

/// At less than this part of the distance to one's own, somebody else is clearly nearer. Measured: pictures put under a
/// wrong name are at 0.7 and less; of right ones that are named as somebody else, in a gallery of 200 drawn people,
/// none is below 0.88.
constexpr double kClearlyNearer = 0.85;

bool looksMislabelled(const Trial& trial, const gallery::DecisionOptions& options) {
  return trial.own && thresholdToConfuse(trial, options) <= options.threshold &&
         trial.asOneself.front().distance < kClearlyNearer * trial.own->distance;
}

bool restsOn(const Trial& trial, SampleId sample) {
  const auto is = [sample](const PersonMatch& match) { return match.sample == sample; };
  return std::ranges::any_of(trial.asOneself, is) || std::ranges::any_of(trial.asStranger, is) ||
         (trial.own && is(*trial.own));
}

}  // namespace

Result<TrialRun> runTrials(std::span<const PlannedTrial> plan, const Attempt& attempt,
                           const gallery::DecisionOptions& options) {
  TrialRun run;
  std::set<SampleId> hidden;
  for (const PlannedTrial& planned : plan) {
    auto trial = attempt(planned, hidden);
    if (!trial) return fail(trial.error());
    if (*trial) {
      run.trials.push_back(std::move(**trial));
    } else {
      ++run.unreadable;
    }
  }
  std::size_t again = run.trials.size();
  while (again > 0) {
    auto farthest = run.trials.end();
    for (auto trial = run.trials.begin(); trial != run.trials.end(); ++trial) {
      if (!looksMislabelled(*trial, options)) continue;
      if (farthest == run.trials.end() || trial->own->distance > farthest->own->distance) farthest = trial;
    }
    if (farthest == run.trials.end()) break;
    const SampleId sample = farthest->sample;
    hidden.insert(sample);
    run.mislabelled.push_back(std::move(*farthest));
    run.trials.erase(farthest);
    for (Trial& trial : run.trials) {
      if (again == 0 || !restsOn(trial, sample)) continue;
      auto tried = attempt({trial.person, trial.sample}, hidden);
      if (!tried) return fail(tried.error());
      if (*tried) trial = std::move(**tried);
      --again;
    }
  }
  return run;
}

}  // namespace facewire::calibration
