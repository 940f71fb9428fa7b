#pragma once

#include <CLI/App.hpp>
#include <filesystem>
#include <optional>
#include <set>
#include <string>

#include "facewire/base/result.hpp"

namespace facewire::app {

/// The client's configuration file: TOML whose keys are its options, those of a command in a table of its name:
///
///     server = "pi.local:7117"
///     [stream]
///     in_flight = 4
class ClientConfig {
 public:
  /// The file to read: the flag's, FACEWIRE_CLIENT_CONFIG's, or $XDG_CONFIG_HOME/facewire/config.toml where it exists;
  /// none where one of the former is empty, or none is there. `arguments`: the command line, not parsed yet.
  ClientConfig(int argc, const char* const* argv);

  /// Makes what the file says the defaults of the parser's options, so that flags and environment beat them. Errors:
  /// `invalidInput`, naming file and line: not TOML, a key that is no option (with the nearest one), a value that it
  /// does not take.
  Result<void> apply(CLI::App& app);

  /// Every option of the parsed line with its value and where it came from, as TOML.
  std::string show(const CLI::App& app) const;

 private:
  std::string sourceOf(const CLI::Option& option, const std::string& place) const;

  std::vector<std::string> arguments_;
  std::optional<std::filesystem::path> file_;
  std::set<std::string> inFile_;  ///< "server", "stream.in_flight"
};

}  // namespace facewire::app
