#include "facewire/calibration/rates.hpp"

#include <algorithm>
#include <map>
#include <vector>

namespace facewire::calibration {
namespace {

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

double Rates::trueAcceptRate() const {
  return share(known, ownPictures);
}

double Rates::falseAcceptRate() const {
  return share(mistaken, strangerPictures);
}

Rates ratesAt(std::span<const Trial> trials, double threshold, const gallery::DecisionOptions& options) {
  Rates rates;
  std::map<gallery::PersonId, PersonCount> strangers;
  for (const Trial& trial : trials) {
    if (trial.own) {
      ++rates.ownPictures;
      rates.known += thresholdToKnow(trial, options) <= threshold;
      rates.confused += thresholdToConfuse(trial, options) <= threshold;
    }
    if (!trial.asStranger.empty()) {
      PersonCount& person = strangers[trial.person];
      ++person.trials;
      person.hits += thresholdToMistake(trial, options) <= threshold;
    }
  }
  std::vector<PersonCount> counts;
  for (const auto& [id, count] : strangers) {
    counts.push_back(count);
    rates.strangerPictures += count.trials;
    rates.mistaken += count.hits;
    rates.strangersMistaken += count.hits > 0;
  }
  rates.strangers = counts.size();
  rates.strangersEver = rateInterval(rates.strangersMistaken, rates.strangers);
  rates.falseAccepts = rateInterval(rates.mistaken, rates.strangerPictures);
  if (rates.mistaken > 0) {
    const Interval byPeople = rateIntervalByPeople(counts);
    rates.falseAccepts.low = std::min(rates.falseAccepts.low, byPeople.low);
    rates.falseAccepts.high = std::max(rates.falseAccepts.high, byPeople.high);
  }
  return rates;
}

}  // namespace facewire::calibration
