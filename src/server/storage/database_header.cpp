#include "database_header.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <stdexcept>
#include <string_view>

#include "facewire/storage/file_sync.hpp"

namespace facewire::storage {
namespace {

std::int64_t readBigEndian32(const std::array<char, 100>& header, std::size_t at) {
  std::int64_t value = 0;
  for (std::size_t i = at; i < at + 4; ++i) value = value << 8 | static_cast<unsigned char>(header.at(i));
  return value;
}

}  // namespace

void refuse(const std::filesystem::path& file, const std::string& reason) {
  throw std::runtime_error("\"" + file.string() + "\" " + reason);
}

std::string inOneLine(std::string found) {
  constexpr std::string_view kTitle = "*** in database main ***\n";
  if (found.starts_with(kTitle)) found.erase(0, kTitle.size());
  std::ranges::replace(found, '\n', ' ');
  return found;
}

void refuseNewer(const std::filesystem::path& file, const DatabaseKind& kind, std::int64_t version) {
  refuse(file, "was made by a newer Facewire (schema " + std::to_string(version) + ", this one knows " +
                   std::to_string(kind.newestSchema()) + "): run that one, or choose another --data");
}

void refuseDamaged(const std::filesystem::path& file, const DatabaseKind& kind, const std::string& reason) {
  refuse(file, "is damaged (" + reason + "): restore it from a copy, or move it away to start with " +
                   std::string(kind.afresh));
}

Header readHeader(const std::filesystem::path& file, const DatabaseKind& kind) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return {HeaderFinding::unreadable};
  std::array<char, 100> header{};
  stream.read(header.data(), header.size());
  const std::string_view text(header.data(), header.size());
  if (stream.gcount() != static_cast<std::streamsize>(header.size()) || !text.starts_with("SQLite format 3")) {
    return {HeaderFinding::noDatabase};
  }
  if (readBigEndian32(header, 68) != kind.applicationId) return {HeaderFinding::otherProgram};
  const std::int64_t schema = readBigEndian32(header, 60);
  return {schema > kind.newestSchema() ? HeaderFinding::newer : HeaderFinding::good, schema};
}

void checkHeader(const std::filesystem::path& file, const DatabaseKind& kind) {
  const Header header = readHeader(file, kind);
  switch (header.finding) {
    case HeaderFinding::good:
      return;
    case HeaderFinding::unreadable:
      refuse(file, "cannot be read: " + systemReason() + "; give this user the right to, or choose another --data");
    case HeaderFinding::noDatabase:
      refuse(file, "is not a " + std::string(kind.name) + ": move it away, or choose another --data");
    case HeaderFinding::otherProgram:
      refuse(file, "is a database of another program: move it away, or choose another --data");
    case HeaderFinding::newer:
      refuseNewer(file, kind, header.schema);
  }
}

}  // namespace facewire::storage
