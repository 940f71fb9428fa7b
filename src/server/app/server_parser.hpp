#pragma once

#include <CLI/App.hpp>
#include <filesystem>
#include <optional>

#include "commands.hpp"
#include "configuration.hpp"

namespace facewire::app {

/// The server's command line and what it is read into. Stays where it is made: the parser's callbacks refer to it.
class ServerParser {
 public:
  ServerParser();
  ServerParser(const ServerParser&) = delete;
  ServerParser& operator=(const ServerParser&) = delete;

  CLI::App& app() { return app_; }

  /// All settings, where --help shows only those that most people need.
  void showAllSettings();

  std::optional<std::string> configFile;  ///< as --config has it
  Assignments flags;                      ///< the settings that were given as flags
  bool printConfig = false;
  bool checkConfig = false;
  Command command;  ///< to be done instead of serving; none: serve

 private:
  void addSettings();

  CLI::App app_;
};

}  // namespace facewire::app
