#pragma once

#include <spdlog/logger.h>

#include <memory>

#include "facewire/events/event_sinks.hpp"
#include "facewire/gallery/gallery.hpp"
#include "options.hpp"

namespace facewire::app {

/// How long what waits for a receiver may still be sent when the server stops.
inline constexpr std::chrono::seconds kLastEventsTime{2};

/// What the options say of where events go. Events call this server by its machine's name.
events::EventOptions eventOptions(const Options& options);

/// Starts what they name; with nothing named there is no thread, no socket, and no sink. `log` outlives it. Throws
/// UnusableConfiguration.
std::unique_ptr<events::EventSinks> makeEventSinks(const Options& options, spdlog::logger& log);

/// Tells the sinks who is in the gallery as long as this lives, which both outlive. Where there are no sinks, it costs
/// nothing.
class FollowedPeople {
 public:
  FollowedPeople(gallery::Gallery& gallery, events::EventSinks& sinks);
  ~FollowedPeople();
  FollowedPeople(const FollowedPeople&) = delete;
  FollowedPeople& operator=(const FollowedPeople&) = delete;

 private:
  gallery::Gallery& gallery_;
};

/// Throws UnusableConfiguration where makeEventSinks would.
void checkEventSinks(const Options& options);

}  // namespace facewire::app
