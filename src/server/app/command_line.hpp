#pragma once

#include "commands.hpp"
#include "configuration.hpp"

namespace facewire::app {

/// What the command line asks for.
struct Invocation {
  Configuration configuration;
  /// Reads file and environment anew, under the same flags. Errors: `invalidInput`, naming what is wrong and where.
  std::function<Result<Configuration>()> readAgain;
  bool printConfig = false;
  bool checkConfig = false;
  Command command;  ///< to be done instead of serving; none: serve
};

/// Reads flags, environment and config file: a flag beats the environment, which beats the file. Where the process
/// should end instead (help, version, an error, told on stderr), its exit status is the error value.
tl::expected<Invocation, int> readCommandLine(int argc, char** argv);

}  // namespace facewire::app
