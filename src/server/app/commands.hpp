#pragma once

#include <functional>

#include "options.hpp"

namespace CLI {
class App;
}

namespace facewire::app {

/// What `facewired WORD` does instead of serving: gets the options as configured, and gives the exit status. Errors are
/// told on standard error, or thrown.
using Command = std::function<int(const Options&)>;

/// Each adds its word to the command line; `chosen` becomes what it does where it is given.

/// facewired check
void addCheckCommand(CLI::App& app, Command& chosen);
/// facewired events test
void addEventsCommand(CLI::App& app, Command& chosen);
/// facewired keygen
void addKeygenCommand(CLI::App& app, Command& chosen);
/// facewired token add|list|revoke
void addTokenCommand(CLI::App& app, Command& chosen);

}  // namespace facewire::app
