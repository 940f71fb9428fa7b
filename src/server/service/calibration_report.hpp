#pragma once

#include <optional>
#include <string>

#include "facewire/calibration/suggestion.hpp"
#include "facewire/calibration/trial_run.hpp"
#include "facewire/protocol/json.hpp"
#include "threshold_in_use.hpp"

namespace facewire::service {

/// What a calibration found, and on what.
struct CalibrationFindings {
  const gallery::GallerySnapshot& snapshot;
  const calibration::TrialRun& run;
  double far = 0;  ///< wished for
  gallery::DecisionOptions defaults;
  ThresholdInUse inUse;
  std::optional<calibration::Suggestion> suggestion;
};

/// The "calibration" object of docs/protocol.md, but for what has become of the threshold.
protocol::Json describeFindings(const CalibrationFindings& findings);

/// For people, with the remedy. Precondition: no suggestion.
std::string whyNoSuggestion(const CalibrationFindings& findings);

}  // namespace facewire::service
