#pragma once

#include <map>
#include <string>
#include <vector>

#include "facewire/base/result.hpp"
#include "options.hpp"
#include "settings.hpp"

namespace facewire::app {

/// What one source (a file, the environment, the flags) says: texts by setting key.
using Assignments = std::map<std::string, std::vector<std::string>>;

/// The options, and where each came from.
class Configuration {
 public:
  /// Starts from defaultOptions().
  Configuration();

  /// Lays what `source` says over what there is. Errors: `invalidInput`, naming source and setting.
  Result<void> apply(const Assignments& assignments, const std::string& source);

  const Options& options() const { return options_; }

  /// TOML that readConfigFile takes back, by section, with the source of each value as its comment.
  std::string toToml() const;

  /// A setting's line of it: `max_clients = 64`; one without a value is a comment.
  std::string lineOf(const Setting& setting) const;

  /// The settings whose values differ from `other`'s. Constant pointers, in the settings' order.
  std::vector<const Setting*> changesFrom(const Configuration& other) const;

 private:
  Options options_;
  std::map<std::string, std::string> sources_;
};

}  // namespace facewire::app
