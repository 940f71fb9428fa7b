#pragma once

#include <filesystem>
#include <string>

#include "facewire/gallery/gallery_check.hpp"
#include "facewire/sightings/sighting_check.hpp"

namespace facewire::app {

/// What a check of a data directory found, for people: what is wrong, each on a line of its own, then what is there,
/// then the verdict. `check` has the problems and notes of all, `seen` counts what is there of sightings. Pure
/// functions.
std::string toReport(const std::filesystem::path& directory, const gallery::GalleryCheck& check,
                     const sightings::SightingCheck& seen);

/// The same as one line of JSON, for scripts.
std::string toJsonLine(const std::filesystem::path& directory, const gallery::GalleryCheck& check,
                       const sightings::SightingCheck& seen);

}  // namespace facewire::app
