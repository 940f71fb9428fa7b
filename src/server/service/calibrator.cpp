#include "calibrator.hpp"

#include <algorithm>
#include <sstream>

#include "calibration_report.hpp"
#include "facewire/base/clock.hpp"
#include "facewire/calibration/suggestion.hpp"
#include "stored_trial.hpp"
#include "threshold_in_use.hpp"

namespace facewire::service {
namespace {

using protocol::Json;
using protocol::Request;

constexpr double kUsualFar = 0.01;
constexpr double kLeastFar = 1e-5;
constexpr double kMostFar = 0.5;

Result<double> farField(const Request& request) {
  const auto field = request.body.find("far");
  if (field == request.body.end()) return kUsualFar;
  if (!field->is_number() || !(field->get<double>() >= kLeastFar && field->get<double>() <= kMostFar)) {
    return fail(ErrorCode::badMessage, "REQUEST calibrate: \"far\" must be a rate from 0.00001 to 0.5");
  }
  return field->get<double>();
}

Result<bool> applyField(const Request& request) {
  const auto field = request.body.find("apply");
  if (field == request.body.end()) return false;
  if (!field->is_boolean()) {
    return fail(ErrorCode::badMessage, "REQUEST calibrate: \"apply\" must be true or false");
  }
  return field->get<bool>();
}

std::vector<calibration::PlannedTrial> planFor(const gallery::GallerySnapshot& snapshot, std::size_t most) {
  std::vector<gallery::PersonInfo> people;
  for (const auto& [id, person] : snapshot.people) people.push_back(*person);
  return calibration::planTrials(people, most);
}

}  // namespace

Result<Json> Calibrator::calibrate(const Request& request, const std::stop_token& stop) {
  const auto far = farField(request);
  if (!far) return fail(far.error());
  const auto apply = applyField(request);
  if (!apply) return fail(apply.error());
  const std::unique_lock alone(running_, std::try_to_lock);
  if (!alone.owns_lock()) {
    return fail(ErrorCode::busy, "another calibration is running; it takes a minute at most");
  }

  const auto snapshot = workshop_.gallery.snapshot();
  // The bounds of what is suggested do not follow what the operator has chosen.
  const gallery::DecisionOptions& defaults = workshop_.options.decision;
  const auto run = calibration::runTrials(
      planFor(*snapshot, kMostTrials),
      [&](const calibration::PlannedTrial& planned, const std::set<gallery::SampleId>& hidden) {
        return tryStoredFace(workshop_, *snapshot, planned, hidden, stop);
      },
      defaults);
  if (!run) return fail(run.error());
  const auto suggestion = calibration::suggestThreshold(run->trials, *far, defaults);
  const CalibrationFindings findings{*snapshot, *run, *far, defaults, thresholdInUse(workshop_.options, *snapshot),
                                     suggestion};
  Json report = describeFindings(findings);
  report["encoder"] = workshop_.encoder.id();
  report["applied"] = *apply;
  report["overridden"] = workshop_.options.threshold.has_value();
  if (!*apply) return Json{{"calibration", std::move(report)}};

  if (!suggestion) return fail(ErrorCode::cannotCalibrate, whyNoSuggestion(findings));
  std::set<gallery::PersonId> people;
  for (const calibration::Trial& trial : run->trials) people.insert(trial.person);
  const gallery::Calibration calibration{suggestion->threshold, *far, static_cast<std::int64_t>(people.size()),
                                         static_cast<std::int64_t>(run->trials.size()), utcNow()};
  if (auto stored = workshop_.gallery.storeCalibration(workshop_.encoder.id(), calibration); !stored) {
    return fail(stored.error());
  }
  return Json{{"calibration", std::move(report)}};
}

Result<Json> Calibrator::reset() {
  const auto removed = workshop_.gallery.removeCalibration(workshop_.encoder.id());
  if (!removed) return fail(removed.error());
  const ThresholdInUse inUse = thresholdInUse(workshop_.options, *workshop_.gallery.snapshot());
  return Json{{"removed", *removed}, {"threshold", inUse.value}, {"threshold_from", toWord(inUse.source)}};
}

}  // namespace facewire::service
