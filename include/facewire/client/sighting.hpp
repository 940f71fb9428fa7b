#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "facewire/base/bytes.hpp"
#include "facewire/protocol/json.hpp"

namespace facewire::client {

/// Somebody seen by one client of the server, from when they came to when they were last seen.
struct Sighting {
  std::int64_t id = 0;
  std::optional<std::string> person;  ///< nothing: somebody unknown
  std::string client;                 ///< as it named itself, or its address
  std::chrono::system_clock::time_point first;
  std::chrono::system_clock::time_point last;
  std::uint64_t frames = 0;
  double score = 0;         ///< the best, 0 to 1
  bool isOpen = false;      ///< they are still there
  bool hasPicture = false;  ///< the server keeps a crop
};

/// Which sightings are wanted: those of which any moment lies in [since, until).
struct SightingFilter {
  std::optional<std::chrono::system_clock::time_point> since;
  std::optional<std::chrono::system_clock::time_point> until;
  std::optional<std::string> person;
  std::optional<std::string> client;
};

/// Some of them, in the order in which they began; the rest are after `next`.
struct SightingPage {
  std::vector<Sighting> sightings;
  std::optional<std::int64_t> next;  ///< nothing: these are the last
};

struct ShownSighting {
  Sighting sighting;
  Bytes picture;  ///< JPEG, grey; empty where none is kept
};

/// Somebody came or left.
struct SightingEvent {
  bool isLeft = false;
  Sighting sighting;
};

struct WatchPage {
  std::vector<SightingEvent> events;
  std::int64_t next = 0;     ///< what to ask for after this
  std::uint64_t missed = 0;  ///< events that the server has no more
};

/// Read the fields of RESPONSEs. Each throws protocol::Json::exception where one is missing or of another type.
Sighting readSighting(const protocol::Json& json);
SightingPage readSightings(const protocol::Json& json);
WatchPage readWatch(const protocol::Json& json);

}  // namespace facewire::client
