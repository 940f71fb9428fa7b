#pragma once

#include "sightings_command.hpp"
#include "watch_command.hpp"

namespace CLI {
class App;
}

namespace facewire::app {

/// What CLI11 writes into while it parses.
struct SightingsDraft {
  SightingsOptions list;
  ForgetOptions forget;
  bool forgets = false;  ///< it is `forget` that is wanted
};

/// Adds the commands, whose callbacks are the caller's to set. The options must outlive the parsing.
CLI::App* addSightingsArguments(CLI::App& app, SightingsDraft& draft);
CLI::App* addWatchArguments(CLI::App& app, WatchOptions& options);

}  // namespace facewire::app
