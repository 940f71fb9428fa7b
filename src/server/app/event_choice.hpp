#pragma once

#include <spdlog/logger.h>

#include <memory>

#include "facewire/events/event_sinks.hpp"
#include "options.hpp"

namespace facewire::app {

/// How long what waits for a receiver may still be sent when the server stops.
inline constexpr std::chrono::seconds kLastEventsTime{2};

/// What the options say of where events go. Events call this server by its machine's name.
events::EventOptions eventOptions(const Options& options);

/// Starts what they name; with nothing named there is no thread, no socket, and no sink. `log` outlives it. Throws
/// UnusableConfiguration.
std::unique_ptr<events::EventSinks> makeEventSinks(const Options& options, spdlog::logger& log);

/// Throws UnusableConfiguration where makeEventSinks would.
void checkEventSinks(const Options& options);

}  // namespace facewire::app
