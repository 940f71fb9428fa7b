#pragma once

#include <optional>
#include <span>
#include <vector>

#include "facewire/gallery/decision.hpp"
#include "facewire/gallery/descriptor_index.hpp"

namespace facewire::calibration {

/// What an enrolled picture is compared with when it comes back as a probe, in the two parts it plays.
struct Trial {
  gallery::PersonId person = 0;
  gallery::SampleId sample = 0;
  /// As a picture of somebody enrolled: the two nearest people, without this sample and those nearly identical to it.
  std::vector<gallery::PersonMatch> asOneself;
  /// The nearest that is left of the person's own; nothing where none is.
  std::optional<gallery::PersonMatch> own;
  /// As a stranger's picture: the two nearest people, without all samples of this person.
  std::vector<gallery::PersonMatch> asStranger;
  bool hasNearIdentical = false;  ///< another sample of the person is nearly the same picture
};

/// The least threshold at which the picture is named right; infinity where it never is. Precondition: trial.own.
double thresholdToKnow(const Trial& trial, const gallery::DecisionOptions& options);

/// The least threshold at which the picture is named wrong although the person is enrolled; infinity where it never is.
/// Precondition: trial.own.
double thresholdToConfuse(const Trial& trial, const gallery::DecisionOptions& options);

/// The least threshold at which this stranger is named; infinity where that is never. Precondition: somebody else is
/// enrolled.
double thresholdToMistake(const Trial& trial, const gallery::DecisionOptions& options);

}  // namespace facewire::calibration
