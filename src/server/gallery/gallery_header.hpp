#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace facewire::gallery {

/// Throw std::runtime_error, naming the file and the remedy: it cannot be used, for this reason; it is damaged; a
/// newer Facewire made it.
[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& reason);
[[noreturn]] void refuseDamaged(const std::filesystem::path& file, const std::string& reason);
[[noreturn]] void refuseNewer(const std::filesystem::path& file, std::int64_t version);

/// What SQLite's checks say of a damage, in one line.
std::string inOneLine(std::string found);

/// What a file is, by its database header (sqlite.org/fileformat2.html, section 1.3).
enum class HeaderFinding { gallery, unreadable, noDatabase, otherProgram, newer };
struct Header {
  HeaderFinding finding = HeaderFinding::gallery;
  std::int64_t schema = 0;
};
Header readHeader(const std::filesystem::path& file);

/// Looks at it without SQLite, which would already make
/// files beside it, or roll back a journal. Refuses what cannot be read, is no database, another program's, or newer.
void checkHeader(const std::filesystem::path& file);

}  // namespace facewire::gallery
