#pragma once

#include "facewire/gallery/gallery_check.hpp"
#include "facewire/storage/database.hpp"

namespace facewire::gallery {

/// Looks at all that is in an open gallery: SQLite's own checks, then people, samples and descriptors. Adds what it
/// finds to `check`, and counts in its `content`. Throws SqliteError where the database cannot be read on.
void checkContent(storage::Database& database, const CheckHooks& hooks, GalleryCheck& check);

}  // namespace facewire::gallery
