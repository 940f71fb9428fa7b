#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace facewire::sightings {

/// What a check of the database of sightings found.
struct SightingCheck {
  std::vector<std::string> problems;  ///< each names the thing and the remedy
  std::vector<std::string> notes;     ///< worth knowing, and nothing has to be done
  bool isThere = false;               ///< whether there is such a database; none is no problem
  std::size_t sightings = 0;
  std::size_t pictures = 0;
  std::uintmax_t pictureBytes = 0;
};

/// Looks at the database, and leaves it and its log as they are. Precondition: no server has it open
/// (gallery::DataDirectoryWatch). Throws nothing.
SightingCheck checkSightings(const std::filesystem::path& file);

}  // namespace facewire::sightings
