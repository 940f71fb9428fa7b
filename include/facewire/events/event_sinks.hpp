#pragma once

#include <spdlog/logger.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "facewire/base/clock.hpp"
#include "facewire/base/result.hpp"
#include "facewire/events/event_options.hpp"
#include "facewire/sightings/event.hpp"

namespace facewire::events {

/// How one way out fares.
struct SinkCounts {
  std::string name;           ///< "command", "webhook" or "mqtt"
  std::string receiver;       ///< for people; without passwords and paths of a URL, which may be secrets
  std::uint64_t sent = 0;     ///< taken by the receiver
  std::uint64_t failed = 0;   ///< refused by it, or given up
  std::uint64_t dropped = 0;  ///< never tried: the queue was full, or the server stopped
  std::uint64_t queued = 0;   ///< now waiting, the one in work among them
  std::string trouble;        ///< what is wrong at present; empty: nothing
};

/// Somebody in the gallery.
struct EnrolledPerson {
  std::int64_t id = 0;  ///< the same when renamed
  std::string name;
};

/// The ways out that are configured, each with a thread and a queue of its own; with none configured there is no thread
/// and no socket. Safe for concurrent use.
class EventSinks {
 public:
  /// Starts them. No receiver needs to be there yet. Errors: `invalidInput`, naming the setting and the remedy. `log`
  /// outlives what is returned.
  static Result<std::unique_ptr<EventSinks>> start(const EventOptions& options, spdlog::logger& log);

  /// Whether start() would take them; nothing is started.
  static Result<void> check(const EventOptions& options);

  /// Ends them at once, unless finish() has.
  ~EventSinks();
  EventSinks(const EventSinks&) = delete;
  EventSinks& operator=(const EventSinks&) = delete;

  /// Where events are to go. They live as long as this object, and drop what they are given after finish().
  const std::vector<sightings::EventSink*>& sinks() const { return sinks_; }

  /// Who is in the gallery now: at the start, and after each change of it. MQTT announces who is new, renames, and has
  /// the broker forget who is gone, those of an earlier run among them. Never waits.
  void setPeople(const std::vector<EnrolledPerson>& people);

  std::vector<SinkCounts> counts() const;

  /// Sends what waits, as far as that goes by `deadline`, and ends the threads. Nothing is tried twice any more.
  void finish(Clock::time_point deadline);

 private:
  struct Impl;
  explicit EventSinks(std::unique_ptr<Impl> impl);

  const std::unique_ptr<Impl> impl_;
  std::vector<sightings::EventSink*> sinks_;
};

}  // namespace facewire::events
