#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "facewire/sightings/event.hpp"

namespace facewire::sightings {

/// A sighting as it is kept.
struct StoredSighting {
  Sighting sighting;
  bool isOpen = false;  ///< they are still there, or were within the cool-down
  bool hasPicture = false;
};

/// Which sightings are asked for: those of which any moment lies in [since, until).
struct SightingQuery {
  std::optional<std::chrono::system_clock::time_point> since;
  std::optional<std::chrono::system_clock::time_point> until;
  std::optional<std::string> person;
  std::optional<std::string> client;
  std::int64_t after = 0;   ///< only those with a greater id
  std::size_t limit = 200;  ///< the first so many, by id
};

}  // namespace facewire::sightings
