#pragma once

#include <filesystem>

#include "database.hpp"

namespace facewire::gallery {

/// Opens the gallery's database, made empty where the file is missing, and brings an older schema up to date. A file
/// that cannot be used (no database, somebody else's, damaged, newer) is found out before anything is written to it.
/// Throws std::runtime_error, naming the file and the remedy.
Database openGalleryFile(const std::filesystem::path& file);

}  // namespace facewire::gallery
