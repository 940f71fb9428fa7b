#pragma once

#include "facewire/base/error.hpp"
#include "facewire/storage/database.hpp"

namespace facewire::storage {

/// The disk, or a limit of what may be written on it.
bool isOutOfRoom(const SqliteError& error);

/// What SQLite refused while the store was in use, in an operator's words: `internal`, naming the file, the reason and
/// the remedy.
Error describeRefusal(const SqliteError& error, const std::filesystem::path& file);

}  // namespace facewire::storage
