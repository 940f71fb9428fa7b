#pragma once

#include "command_line.hpp"
#include "log_setup.hpp"
#include "signals.hpp"

namespace facewire::app {

/// Makes what the options name and lets it go: throws UnusableConfiguration where runServer would.
void checkConfiguration(const Options& options, Logs& logs);

/// Builds everything from the configuration, serves until a stop signal, and takes it all down again.
/// Throws where the server cannot start, naming the thing and the remedy: UnusableConfiguration, else
/// std::runtime_error.
void runServer(const Invocation& invocation, Signals& signals, Logs& logs);

}  // namespace facewire::app
