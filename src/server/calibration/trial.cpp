#include "facewire/calibration/trial.hpp"

#include <limits>

namespace facewire::calibration {
namespace {

double thresholdToName(const Trial& trial, bool right, const gallery::DecisionOptions& options) {
  const bool isRight = !trial.asOneself.empty() && trial.asOneself.front().person == trial.person;
  if (isRight != right) return std::numeric_limits<double>::infinity();
  return gallery::thresholdNeeded(trial.asOneself, options);
}

}  // namespace

double thresholdToKnow(const Trial& trial, const gallery::DecisionOptions& options) {
  return thresholdToName(trial, true, options);
}

double thresholdToConfuse(const Trial& trial, const gallery::DecisionOptions& options) {
  return thresholdToName(trial, false, options);
}

double thresholdToMistake(const Trial& trial, const gallery::DecisionOptions& options) {
  return gallery::thresholdNeeded(trial.asStranger, options);
}

}  // namespace facewire::calibration
