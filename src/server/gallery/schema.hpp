#pragma once

#include <cstdint>

#include "facewire/storage/database_file.hpp"

namespace facewire::gallery {

/// A gallery's tables; "FWgl" in its header.
const storage::DatabaseKind& galleryKind();

/// The schema that this program reads and writes.
std::int64_t newestSchema();

}  // namespace facewire::gallery
