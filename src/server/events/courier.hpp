#pragma once

#include <string>
#include <vector>

#include "event_queue.hpp"
#include "facewire/events/event_sinks.hpp"
#include "trouble.hpp"

namespace facewire::events {

/// Brings events to one receiver, whatever state that is in.
class Courier {
 public:
  virtual ~Courier() = default;

  /// Takes events from the queue and settles them until it is closed and empty, or past its deadline: soon after that
  /// it returns, whatever the receiver does. Runs on one thread of its own, where all signals are blocked.
  virtual void run(EventQueue& queue, Trouble& trouble) = 0;

  /// Called for each event, even one that the queue will drop, by the thread that brings it. Must not wait.
  virtual void note(const sightings::Event&) {}

  /// As EventSinks'. Called by other threads while run() is at work. Must not wait.
  virtual void setPeople(const std::vector<EnrolledPerson>&) {}

  /// As SinkCounts'.
  virtual std::string receiver() const = 0;
};

}  // namespace facewire::events
