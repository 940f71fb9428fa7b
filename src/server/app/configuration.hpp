#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "facewire/base/result.hpp"
#include "options.hpp"

namespace facewire::app {

/// What one source (a file, the environment, the flags) says: texts by setting key.
using Assignments = std::map<std::string, std::vector<std::string>>;

/// Reads a TOML file of settings. Errors: `invalidInput`, naming file and line: unreadable, not TOML, a key that is
/// none (with the nearest one), a value that no setting takes.
Result<Assignments> readConfigFile(const std::filesystem::path& file);

/// What the FACEWIRE_* variables of this process say; a list's values are separated by commas.
Assignments readEnvironment();

/// The options, and where each came from.
class Configuration {
 public:
  /// Starts from defaultOptions().
  Configuration();

  /// Lays what `source` says over what there is. Errors: `invalidInput`, naming source and setting.
  Result<void> apply(const Assignments& assignments, const std::string& source);

  const Options& options() const { return options_; }

  /// TOML that readConfigFile takes back, with the source of each value as its comment.
  std::string toToml() const;

 private:
  Options options_;
  std::map<std::string, std::string> sources_;
};

}  // namespace facewire::app
