#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "facewire/base/bytes.hpp"

namespace facewire::sightings {

/// Somebody seen by one client, from when they came to when they were last seen.
struct Sighting {
  std::int64_t id = 0;                ///< never given twice
  std::optional<std::string> person;  ///< nothing: somebody unknown
  std::string client;                 ///< as it named itself, or its address
  std::chrono::system_clock::time_point first;
  std::chrono::system_clock::time_point last;
  std::uint64_t frames = 0;  ///< in which they were seen
  double score = 0;          ///< the best, 0 to 1
};

enum class EventKind { entered, left };

struct Event {
  EventKind kind = EventKind::entered;
  Sighting sighting;
  std::shared_ptr<const Bytes> picture;  ///< the best crop so far, PNG; none where none is kept
};

/// Where events go. `take` is called by one thread at a time, never by one that a frame waits for; it must not block.
class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void take(const Event& event) = 0;
};

}  // namespace facewire::sightings
