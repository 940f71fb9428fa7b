#pragma once

#include <cstdint>

#include "database.hpp"

namespace facewire::gallery {

/// Tells a Facewire gallery from other SQLite databases: "FWgl" in the database header (PRAGMA application_id).
inline constexpr std::int64_t kApplicationId = 0x4657676c;

/// The schema that this program reads and writes, counted in PRAGMA user_version.
std::int64_t newestSchema();

/// Brings the schema up to date, each step in a transaction of its own. Throws SqliteError.
void migrate(Database& database);

}  // namespace facewire::gallery
