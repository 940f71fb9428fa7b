#pragma once

#include <charconv>
#include <chrono>
#include <optional>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include "settings.hpp"

namespace facewire::app {

// The kinds of settings there are. `key` is as in the config file; `help` a sentence or two; `member` gets the value.

/// "expected ..., not ...".
tl::unexpected<Error> expected(const std::string& what, const std::string& text);

/// As people write it: no digits that say nothing.
template <typename T>
std::string shortText(T number) {
  std::ostringstream text;
  text << number;
  return text.str();
}

template <typename Number>
std::string wholeText(const Number& number) {
  return std::to_string(number);
}

template <typename Number>
std::string wholeText(const std::optional<Number>& number) {
  return number ? std::to_string(*number) : std::string();
}

/// `Member`: of type T, or an optional one.
template <typename T, typename Member>
Setting whole(std::string key, std::string help, Member Options::*member, T least, T most) {
  Setting setting{std::move(key), "N", std::move(help)};
  setting.set = [=](Options& options, std::span<const std::string> values) -> Result<void> {
    const std::string& text = values.back();
    T number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < least || number > most) {
      return expected("a whole number from " + std::to_string(least) + " to " + std::to_string(most), text);
    }
    options.*member = number;
    return {};
  };
  setting.show = [=](const Options& options) { return std::vector{wholeText(options.*member)}; };
  return setting;
}

Setting real(std::string key, std::string help, double Options::*member, double least, double most);
Setting real(std::string key, std::string help, std::optional<double> Options::*member, double least, double most);
Setting seconds(std::string key, std::string help, std::chrono::milliseconds Options::*member);
/// `value`: what the help calls it: "FILE".
Setting path(std::string key, std::string value, std::string help, std::filesystem::path Options::*member);
Setting text(std::string key, std::string value, std::string help, std::string Options::*member);
Setting choice(std::string key, std::string value, std::string help, std::string Options::*member,
               const std::vector<std::string>& words);
Setting toggle(std::string key, std::string help, bool Options::*member);

/// Shown by --help; the others by --help-all and the man page alone.
Setting common(Setting setting);
/// Taken over by SIGHUP while the server runs.
Setting reloadable(Setting setting);

std::vector<Setting> networkSettings();
std::vector<Setting> engineSettings();
std::vector<Setting> limitSettings();
std::vector<Setting> sightingSettings();
std::vector<Setting> logSettings();
std::vector<Setting> eventSettings();
std::vector<Setting> metricsSettings();

}  // namespace facewire::app
