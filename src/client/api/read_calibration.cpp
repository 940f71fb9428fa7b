#include "read_calibration.hpp"

#include <limits>

#include "read_number.hpp"

namespace facewire::client {
namespace {

using protocol::Json;

RateRange readRange(const Json& json) {
  return {json.at(0).get<double>(), json.at(1).get<double>()};
}

ThresholdEffect readEffect(const Json& json) {
  ThresholdEffect effect;
  effect.threshold = json.at("threshold").get<double>();
  effect.ownPictures = readCount(json.at("own_pictures"));
  effect.known = readCount(json.at("known"));
  effect.confused = readCount(json.at("confused"));
  effect.strangerPictures = readCount(json.at("stranger_pictures"));
  effect.mistaken = readCount(json.at("mistaken"));
  effect.falseAccepts = readRange(json.at("far_95"));
  effect.strangers = readCount(json.at("strangers"));
  effect.strangersMistaken = readCount(json.at("strangers_mistaken"));
  effect.strangersEver = readRange(json.at("strangers_95"));
  return effect;
}

CalibrationSample readSample(const Json& json) {
  return {json.at("name").get<std::string>(), readWhole(json.at("sample")), json.at("source").get<std::string>()};
}

std::vector<double> readNumbers(const Json& json) {
  std::vector<double> numbers;
  numbers.reserve(json.size());
  for (const Json& number : json) {
    numbers.push_back(number.is_null() ? std::numeric_limits<double>::infinity() : number.get<double>());
  }
  return numbers;
}

Distribution readDistribution(const Json& json) {
  return {readNumbers(json.at("distances")), readNumbers(json.at("thresholds"))};
}

}  // namespace

Calibration readCalibration(const Json& response) {
  const Json& json = response.at("calibration");
  Calibration found;
  found.wishedFar = json.at("wished_far").get<double>();
  found.people = readCount(json.at("people"));
  found.samples = readCount(json.at("samples"));
  found.notTried = readCount(json.at("not_tried"));
  found.unreadable = readCount(json.at("unreadable"));
  found.nearIdentical = readCount(json.at("near_identical"));
  found.defaultThreshold = json.at("default_threshold").get<double>();
  found.current = readEffect(json.at("current"));
  found.currentFrom = json.at("current").at("from").get<std::string>();
  if (const Json& suggested = json.at("suggested"); suggested.is_null()) {
    found.why = json.at("why").get<std::string>();
  } else {
    found.suggested = readEffect(suggested);
    found.footing = json.at("footing").get<std::string>();
  }
  found.wantedSamples = readCount(json.at("wanted").at("samples"));
  found.wantedPeople = readCount(json.at("wanted").at("people"));
  if (const Json& closest = json.at("closest"); !closest.is_null()) {
    found.closest = {closest.at("distance").get<double>(), readSample(closest.at("samples").at(0)),
                     readSample(closest.at("samples").at(1))};
  }
  for (const Json& entry : json.at("mislabelled")) {
    found.mislabelled.push_back({readSample(entry), entry.at("own_distance").get<double>(),
                                 readSample(entry.at("nearest")), entry.at("nearest").at("distance").get<double>()});
  }
  found.genuine = readDistribution(json.at("genuine"));
  found.impostor = readDistribution(json.at("impostor"));
  found.applied = json.at("applied").get<bool>();
  found.overridden = json.at("overridden").get<bool>();
  found.json = json;
  return found;
}

}  // namespace facewire::client
