#include "threshold_in_use.hpp"

#include <sstream>

namespace facewire::service {
namespace {

bool mostAreGone(const gallery::Calibration& calibration, const gallery::GallerySnapshot& snapshot) {
  return 2 * static_cast<std::int64_t>(snapshot.people.size()) < calibration.people;
}

/// More than twice as many people are more than twice as many chances to be taken for one.
bool manyAreNew(const gallery::Calibration& calibration, const gallery::GallerySnapshot& snapshot) {
  return static_cast<std::int64_t>(snapshot.people.size()) > 2 * calibration.people;
}

}  // namespace

ThresholdInUse thresholdInUse(const ServiceOptions& options, const gallery::GallerySnapshot& snapshot) {
  const double usual = options.decision.threshold;
  if (options.threshold) return {*options.threshold, ThresholdSource::configured};
  if (!snapshot.calibration) return {usual, ThresholdSource::builtIn};
  const gallery::Calibration& calibration = *snapshot.calibration;
  if (calibration.threshold > usual && mostAreGone(calibration, snapshot)) {
    return {usual, ThresholdSource::builtIn};
  }
  return {calibration.threshold, ThresholdSource::calibration};
}

gallery::DecisionOptions decisionOptionsIn(const ServiceOptions& options, const gallery::GallerySnapshot& snapshot) {
  gallery::DecisionOptions decision = options.decision;
  decision.threshold = thresholdInUse(options, snapshot).value;
  return decision;
}

std::string_view toWord(ThresholdSource source) {
  switch (source) {
    case ThresholdSource::configured:
      return "configured";
    case ThresholdSource::calibration:
      return "calibration";
    case ThresholdSource::builtIn:
      break;
  }
  return "default";
}

std::string describeThreshold(const ServiceOptions& options, const gallery::GallerySnapshot& snapshot) {
  const ThresholdInUse inUse = thresholdInUse(options, snapshot);
  std::ostringstream text;
  text << "faces are named up to distance " << inUse.value;
  if (inUse.source == ThresholdSource::configured) text << ", as configured";
  if (inUse.source == ThresholdSource::builtIn) text << ", the default";
  if (!snapshot.calibration) return text.str();
  const gallery::Calibration& calibration = *snapshot.calibration;
  std::ostringstream origin;
  origin << "the calibration of " << calibration.created << " for a false accept rate of " << calibration.far << " on "
         << calibration.people << " people";
  switch (inUse.source) {
    case ThresholdSource::configured:
      text << ", which beats the " << calibration.threshold << " of " << origin.str();
      break;
    case ThresholdSource::calibration:
      text << ", by " << origin.str();
      if (manyAreNew(calibration, snapshot)) {
        text << "; now there are " << snapshot.people.size() << ": calibrate again";
      }
      break;
    case ThresholdSource::builtIn:
      text << "; not the " << calibration.threshold << " of " << origin.str() << ", of whom fewer than half are left: "
           << "calibrate again";
      break;
  }
  return text.str();
}

protocol::Json describeCalibration(const gallery::GallerySnapshot& snapshot) {
  if (!snapshot.calibration) return nullptr;
  const gallery::Calibration& calibration = *snapshot.calibration;
  return {{"threshold", calibration.threshold},
          {"far", calibration.far},
          {"people", calibration.people},
          {"samples", calibration.samples},
          {"created", calibration.created}};
}

}  // namespace facewire::service
