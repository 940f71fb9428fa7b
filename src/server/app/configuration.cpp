#include "configuration.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <iomanip>
#include <sstream>
#include <string_view>

namespace facewire::app {
namespace {

/// Where the sources stand at the latest.
constexpr std::size_t kColumn = 60;

std::string tomlString(const std::string& text) {
  std::ostringstream out;
  out << toml::toml_formatter{toml::table{{"k", text}}};
  return out.str().substr(std::string_view("k = ").size());
}

}  // namespace

Configuration::Configuration() : options_(defaultOptions()) {}

Result<void> Configuration::apply(const Assignments& assignments, const std::string& source) {
  for (const auto& [key, texts] : assignments) {
    const auto setting = std::ranges::find(settings(), key, &Setting::key);
    const auto set = texts.empty() ? Result<void>(fail(ErrorCode::invalidInput, "a value is expected"))
                                   : setting->set(options_, texts);
    if (!set) return fail(ErrorCode::invalidInput, key + " (" + source + "): " + set.error().detail);
    sources_[key] = source;
  }
  return {};
}

std::string Configuration::lineOf(const Setting& setting) const {
  const auto texts = setting.show(options_);
  std::string value;
  for (const std::string& text : texts) {
    value += (value.empty() ? "" : ", ") + (setting.isText ? tomlString(text) : text);
  }
  const bool unset = !setting.isList && texts.front().empty();
  return (unset ? "#" : "") + setting.key + " = " + (setting.isList ? "[" + value + "]" : value);
}

std::string Configuration::toToml() const {
  std::ostringstream out;
  for (const Section& section : sections()) {
    out << (&section == &sections().front() ? "" : "\n") << "# " << section.title << "\n";
    std::size_t width = 0;
    for (const Setting& setting : section.settings) width = std::max(width, std::min(lineOf(setting).size(), kColumn));
    for (const Setting& setting : section.settings) {
      const auto source = sources_.find(setting.key);
      out << std::left << std::setw(static_cast<int>(width)) << lineOf(setting) << "  # "
          << (source == sources_.end() ? "default" : source->second) << "\n";
    }
  }
  return out.str();
}

std::vector<const Setting*> Configuration::changesFrom(const Configuration& other) const {
  std::vector<const Setting*> changes;
  for (const Setting& setting : settings()) {
    if (setting.show(options_) != setting.show(other.options_)) changes.push_back(&setting);
  }
  return changes;
}

}  // namespace facewire::app
