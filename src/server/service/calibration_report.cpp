#include "calibration_report.hpp"

#include <algorithm>
#include <cmath>

#include "facewire/calibration/rates.hpp"

namespace facewire::service {
namespace {

using calibration::Rates;
using calibration::Trial;
using protocol::Json;

double rounded(double number, double perUnit = 1000) {
  return std::round(number * perUnit) / perUnit;
}

/// What is infinite is null: JSON has no word for it.
Json finite(double number) {
  return std::isfinite(number) ? Json(rounded(number)) : Json(nullptr);
}

Json rate(double share) {
  return rounded(share, 1e6);
}

Json interval(const calibration::Interval& interval) {
  return {rate(interval.low), rate(interval.high)};
}

Json describeRates(double threshold, const Rates& rates) {
  return {{"threshold", rounded(threshold)},
          {"tar", rate(rates.trueAcceptRate())},
          {"own_pictures", rates.ownPictures},
          {"known", rates.known},
          {"confused", rates.confused},
          {"far", rate(rates.falseAcceptRate())},
          {"stranger_pictures", rates.strangerPictures},
          {"mistaken", rates.mistaken},
          {"far_95", interval(rates.falseAccepts)},
          {"strangers", rates.strangers},
          {"strangers_mistaken", rates.strangersMistaken},
          {"strangers_95", interval(rates.strangersEver)}};
}

Json describeSample(const gallery::GallerySnapshot& snapshot, gallery::PersonId person, gallery::SampleId sample) {
  const gallery::PersonInfo& info = *snapshot.people.at(person);
  const auto found = std::ranges::find(info.samples, sample, &gallery::SampleInfo::id);
  return {{"name", info.name}, {"sample", sample}, {"source", found == info.samples.end() ? "" : found->source}};
}

Json describeClosest(const CalibrationFindings& findings) {
  const auto nearestStranger = [](const Trial& trial) {
    return trial.asStranger.empty() ? std::numeric_limits<double>::infinity() : trial.asStranger.front().distance;
  };
  const auto closest = std::ranges::min_element(findings.run.trials, {}, nearestStranger);
  if (closest == findings.run.trials.end() || closest->asStranger.empty()) return nullptr;
  const gallery::PersonMatch& other = closest->asStranger.front();
  return {{"distance", rounded(other.distance)},
          {"samples",
           {describeSample(findings.snapshot, closest->person, closest->sample),
            describeSample(findings.snapshot, other.person, other.sample)}}};
}

Json describeMislabelled(const CalibrationFindings& findings) {
  Json list = Json::array();
  for (const Trial& trial : findings.run.mislabelled) {
    const gallery::PersonMatch& other = trial.asOneself.front();
    Json nearest = describeSample(findings.snapshot, other.person, other.sample);
    nearest["distance"] = rounded(other.distance);
    Json entry = describeSample(findings.snapshot, trial.person, trial.sample);
    entry["own_distance"] = rounded(trial.own->distance);
    entry["nearest"] = std::move(nearest);
    list.push_back(std::move(entry));
  }
  return list;
}

/// Each picture's distances and needed thresholds, ascending, for the plot.
struct Distances {
  std::vector<double> distances;
  std::vector<double> thresholds;

  void add(double distance, double threshold) {
    distances.push_back(distance);
    thresholds.push_back(threshold);
  }
  Json describe() {
    Json json{{"distances", Json::array()}, {"thresholds", Json::array()}};
    std::ranges::sort(distances);
    std::ranges::sort(thresholds);
    for (const double distance : distances) json["distances"].push_back(finite(distance));
    for (const double threshold : thresholds) json["thresholds"].push_back(finite(threshold));
    return json;
  }
};

std::string_view toWord(calibration::Footing footing) {
  switch (footing) {
    case calibration::Footing::enough:
      return "enough";
    case calibration::Footing::thin:
      return "thin";
    case calibration::Footing::little:
      break;
  }
  return "little";
}

std::size_t countPeople(std::span<const Trial> trials) {
  std::set<gallery::PersonId> people;
  for (const Trial& trial : trials) people.insert(trial.person);
  return people.size();
}

}  // namespace

std::string whyNoSuggestion(const CalibrationFindings& findings) {
  const std::size_t people = countPeople(findings.run.trials);
  if (people < 2) {
    return std::string(people == 0 ? "nobody is enrolled" : "only one person is enrolled") +
           ", so nobody can play the stranger: enrol pictures of at least one other person, better of ten";
  }
  return "two people have the same picture, which no threshold can tell apart: remove it from one of them";
}

Json describeFindings(const CalibrationFindings& findings) {
  const std::vector<Trial>& trials = findings.run.trials;
  Distances genuine;
  Distances impostor;
  std::size_t nearIdentical = 0;
  for (const Trial& trial : trials) {
    nearIdentical += trial.hasNearIdentical;
    if (trial.own) genuine.add(trial.own->distance, calibration::thresholdToKnow(trial, findings.defaults));
    if (!trial.asStranger.empty()) {
      impostor.add(trial.asStranger.front().distance, calibration::thresholdToMistake(trial, findings.defaults));
    }
  }
  const auto ratesAt = [&](double threshold) {
    return describeRates(threshold, calibration::ratesAt(trials, threshold, findings.defaults));
  };
  const std::size_t tried = trials.size() + findings.run.mislabelled.size() + findings.run.unreadable;
  std::size_t samples = 0;
  for (const auto& [id, person] : findings.snapshot.people) samples += person->samples.size();

  Json json{{"wished_far", findings.far},
            {"people", countPeople(trials)},
            {"samples", trials.size()},
            {"not_tried", samples - std::min(samples, tried)},
            {"unreadable", findings.run.unreadable},
            {"near_identical", nearIdentical},
            {"default_threshold", findings.defaults.threshold},
            {"current", ratesAt(findings.inUse.value)}};
  json["current"]["from"] = service::toWord(findings.inUse.source);
  if (findings.suggestion) {
    json["suggested"] = ratesAt(findings.suggestion->threshold);
    json["footing"] = toWord(findings.suggestion->footing);
  } else {
    json["suggested"] = nullptr;
    json["why"] = whyNoSuggestion(findings);
  }
  json["wanted"] = {{"samples", calibration::picturesWanted(findings.far)}, {"people", calibration::kFewestPeople}};
  json["closest"] = describeClosest(findings);
  json["mislabelled"] = describeMislabelled(findings);
  json["genuine"] = genuine.describe();
  json["impostor"] = impostor.describe();
  return json;
}

}  // namespace facewire::service
