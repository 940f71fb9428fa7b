#pragma once

#include <filesystem>

#include "facewire/storage/database.hpp"

namespace facewire::gallery {

/// The gallery's database, as storage::openDatabaseFile opens it.
storage::Database openGalleryFile(const std::filesystem::path& file);

}  // namespace facewire::gallery
