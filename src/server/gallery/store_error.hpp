#pragma once

#include "database.hpp"
#include "facewire/base/error.hpp"
#include "facewire/gallery/person.hpp"

namespace facewire::gallery {

/// What the store is asked for and is not there: `unknownPerson`; a name that somebody of the other kind has:
/// `nameTaken`.
Error nobodyNamed(const std::string& name);
Error noSample(SampleId sample);
Error ofOtherKind(const std::string& name, bool isStranger);

/// The disk, or a limit of what may be written on it.
bool isOutOfRoom(const SqliteError& error);

/// What SQLite refused while the store was in use, in an operator's words: `internal`, naming the file, the reason and
/// the remedy.
Error describeRefusal(const SqliteError& error, const std::filesystem::path& file);

}  // namespace facewire::gallery
