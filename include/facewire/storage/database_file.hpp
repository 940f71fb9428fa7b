#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "facewire/storage/database.hpp"

namespace facewire::storage {

/// What one of our databases is: how it is told from others, and which tables are in it. Constant.
struct DatabaseKind {
  std::int64_t applicationId;  ///< four letters in the database header (PRAGMA application_id)
  /// Step n brings a database from schema n, counted in PRAGMA user_version, to n + 1.
  std::span<const char* const> steps;
  std::string_view name;    ///< "gallery"
  std::string_view afresh;  ///< what there is when the file is moved away: "an empty gallery"

  /// The schema that this program reads and writes.
  std::int64_t newestSchema() const { return static_cast<std::int64_t>(steps.size()); }
};

/// Opens a database, made empty (0600) where the file is missing, and brings an older schema up to date. A file
/// that cannot be used (no database, somebody else's, damaged, newer) is found out before anything is written to it.
/// Throws std::runtime_error, naming the file and the remedy.
Database openDatabaseFile(const std::filesystem::path& file, const DatabaseKind& kind);

/// What a file is, by its database header.
enum class HeaderFinding { good, unreadable, noDatabase, otherProgram, newer };
struct Header {
  HeaderFinding finding = HeaderFinding::good;
  std::int64_t schema = 0;
};
Header readHeader(const std::filesystem::path& file, const DatabaseKind& kind);

/// Looks at the database header (sqlite.org/fileformat2.html, section 1.3) without SQLite, which would already make
/// files beside it, or roll back a journal. Throws std::runtime_error, naming the file and the remedy, of what cannot
/// be read, is no database, of another kind, or newer.
void checkHeader(const std::filesystem::path& file, const DatabaseKind& kind);

/// What SQLite's checks say of a damage, in one line.
std::string inOneLine(std::string found);

}  // namespace facewire::storage
