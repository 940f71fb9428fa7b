#pragma once

#include <spdlog/logger.h>

#include "options.hpp"
#include "signals.hpp"

namespace facewire::app {

/// Makes what the options name and lets it go: throws UnusableConfiguration where runServer would.
void checkConfiguration(const Options& options, spdlog::logger& log);

/// Builds everything from the options, serves until a stop signal, and takes it all down again.
/// Throws where the server cannot start, naming the thing and the remedy: UnusableConfiguration, else
/// std::runtime_error.
void runServer(const Options& options, StopSignals& stopSignals, spdlog::logger& log);

}  // namespace facewire::app
