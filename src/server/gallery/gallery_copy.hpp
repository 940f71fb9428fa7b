#pragma once

#include <filesystem>
#include <stop_token>

#include "facewire/storage/database.hpp"

namespace facewire::gallery {

/// Writes all that is in a gallery's database into a new one, without what it no longer uses. `file` is there and
/// empty. Nothing may change the database meanwhile. Throws SqliteError: SQLITE_INTERRUPT where `stop` was asked.
void copyDatabase(storage::Database& database, const std::filesystem::path& file, const std::stop_token& stop);

/// Puts people, samples, descriptors and calibrations of `by`, numbers and all, in the place of those that are there.
/// Numbers that were given to others are not given again. Precondition: a transaction on `database` is open; both have
/// the newest schema. Throws SqliteError.
void replaceContent(storage::Database& database, storage::Database& by);

}  // namespace facewire::gallery
