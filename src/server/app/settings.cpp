#include "settings.hpp"

#include <algorithm>
#include <cctype>

#include "setting_kinds.hpp"

namespace facewire::app {
namespace {

std::vector<Setting> flatten() {
  std::vector<Setting> all;
  for (const Section& section : sections()) std::ranges::copy(section.settings, std::back_inserter(all));
  return all;
}

}  // namespace

std::string Setting::flag() const {
  std::string text = "--" + key;
  std::ranges::replace(text, '_', '-');
  return text;
}

std::string Setting::environment() const {
  std::string text = "FACEWIRE_" + key;
  std::ranges::transform(text, text.begin(), [](unsigned char letter) { return std::toupper(letter); });
  return text;
}

const std::vector<Section>& sections() {
  static const std::vector<Section> all{
      {"Network", networkSettings()}, {"People and engine", engineSettings()},
      {"Limits", limitSettings()},    {"Sightings", sightingSettings()},
      {"Events", eventSettings()},    {"Metrics", metricsSettings()},
      {"Log", logSettings()},
  };
  return all;
}

const std::vector<Setting>& settings() {
  static const std::vector<Setting> all = flatten();
  return all;
}

}  // namespace facewire::app
