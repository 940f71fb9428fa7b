#pragma once

#include <spdlog/logger.h>

#include "options.hpp"
#include "signals.hpp"

namespace facewire::app {

/// Builds everything from the options, serves until a stop signal, and takes it all down again.
/// Throws where the server cannot start, naming the thing and the remedy: UnusableModel (engine_choice.hpp), else
/// std::runtime_error.
void runServer(const Options& options, StopSignals& stopSignals, spdlog::logger& log);

}  // namespace facewire::app
