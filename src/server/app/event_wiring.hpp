#pragma once

#include "event_choice.hpp"
#include "facewire/gallery/gallery.hpp"

namespace facewire::app {

/// The ways out for events, kept told of who is in the gallery. What is still to be sent when it goes gets
/// kLastEventsTime.
class EventWiring {
 public:
  /// `gallery` and `log` outlive this. Throws UnusableConfiguration.
  EventWiring(const Options& options, gallery::Gallery& gallery, spdlog::logger& log);
  ~EventWiring();
  EventWiring(const EventWiring&) = delete;
  EventWiring& operator=(const EventWiring&) = delete;

  events::EventSinks& sinks() { return *sinks_; }

 private:
  gallery::Gallery& gallery_;
  const std::unique_ptr<events::EventSinks> sinks_;
};

}  // namespace facewire::app
