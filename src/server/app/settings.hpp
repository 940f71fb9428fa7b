#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "facewire/base/result.hpp"
#include "options.hpp"

namespace facewire::app {

/// One thing the server can be told. The flag, the environment variable, the line of the config file and the line that
/// --print-config shows all come from here, so they cannot drift apart.
struct Setting {
  std::string key;    ///< in the config file: "max_clients"
  std::string value;  ///< what the help calls its value: "N"
  std::string help;

  /// Reads the value(s) into the options. Errors: `invalidInput`, saying what was expected.
  std::function<Result<void>(Options&, std::span<const std::string>)> set{};
  std::function<std::vector<std::string>(const Options&)> show{};

  bool isList = false;               ///< may be given more than once
  bool isText = false;               ///< quoted in TOML
  bool isSwitch = false;             ///< true or false; the flag alone says true
  bool isCommon = false;             ///< in --help; the others are in --help-all
  bool isReloadable = false;         ///< a running server takes it over on SIGHUP
  std::vector<std::string> words{};  ///< the values there are, where they are few

  std::string flag() const;         ///< "--max-clients"
  std::string environment() const;  ///< "FACEWIRE_MAX_CLIENTS"
};

/// Settings that people look for together.
struct Section {
  std::string title;
  std::vector<Setting> settings;
};

/// In the order people read them. Constant.
const std::vector<Section>& sections();

/// Those of all sections, in that order. Constant.
const std::vector<Setting>& settings();

}  // namespace facewire::app
