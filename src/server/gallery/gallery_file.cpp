#include "gallery_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <stdexcept>
#include <string>

#include "file_sync.hpp"
#include "schema.hpp"

namespace facewire::gallery {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& reason) {
  throw std::runtime_error("\"" + file.string() + "\" " + reason);
}

std::filesystem::path withSuffix(std::filesystem::path file, const char* suffix) {
  return file += suffix;
}

/// What SQLite keeps beside a database. Left behind without it, they would be taken for the next one's.
void removeCompanions(const std::filesystem::path& file) {
  for (const char* suffix : {"-wal", "-shm", "-journal"}) std::filesystem::remove(withSuffix(file, suffix));
}

void makeEmptyFile(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  const bool made = descriptor >= 0 && ::fchmod(descriptor, 0600) == 0;
  const std::string reason = made ? "" : systemReason();
  if (descriptor >= 0) ::close(descriptor);
  if (!made) refuse(file, "cannot be made: " + reason);
}

/// The database is made under another name and renamed when it is whole, so a file under its own name is never
/// half-made, and whatever is wrong with such a file is damage.
void createGalleryFile(const std::filesystem::path& file) {
  const std::filesystem::path unfinished = withSuffix(file, ".new");
  std::filesystem::remove(unfinished);
  removeCompanions(unfinished);
  removeCompanions(file);
  makeEmptyFile(unfinished);
  {
    Database database(unfinished);
    database.execute("PRAGMA application_id = " + std::to_string(kApplicationId));
    migrate(database);
    database.execute("PRAGMA journal_mode = WAL");
  }
  syncToDisk(unfinished);
  std::filesystem::rename(unfinished, file);
  syncToDisk(file.parent_path());
}

std::int64_t readBigEndian32(const std::array<char, 100>& header, std::size_t at) {
  std::int64_t value = 0;
  for (std::size_t i = at; i < at + 4; ++i) value = value << 8 | static_cast<unsigned char>(header.at(i));
  return value;
}

[[noreturn]] void refuseNewer(const std::filesystem::path& file, std::int64_t version) {
  refuse(file, "was made by a newer Facewire (schema " + std::to_string(version) + ", this one knows " +
                   std::to_string(newestSchema()) + "): run that one, or choose another --data");
}

[[noreturn]] void refuseDamaged(const std::filesystem::path& file, const std::string& reason) {
  refuse(file, "is damaged (" + reason + "): restore it from a copy, or move it away to start with an empty gallery");
}

/// Looks at the database header (sqlite.org/fileformat2.html, section 1.3) without SQLite, which would already make
/// files beside it, or roll back a journal.
void checkHeader(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream)
    refuse(file, "cannot be read: " + systemReason() + "; give this user the right to, or choose another --data");
  std::array<char, 100> header{};
  stream.read(header.data(), header.size());
  const std::string_view text(header.data(), header.size());
  if (stream.gcount() != static_cast<std::streamsize>(header.size()) || !text.starts_with("SQLite format 3")) {
    refuse(file, "is not a gallery: move it away, or choose another --data");
  }
  if (readBigEndian32(header, 68) != kApplicationId) {
    refuse(file, "is a database of another program: move it away, or choose another --data");
  }
  if (const std::int64_t version = readBigEndian32(header, 60); version > newestSchema()) refuseNewer(file, version);
}

/// Everything that can be found wrong by reading.
void checkContent(Database& database) {
  const std::filesystem::path& file = database.file();
  if (database.isReadOnly()) {
    refuse(file, "cannot be written: give this user the right to, or choose another --data");
  }
  // Again, because the newest header may still be in the write-ahead log.
  if (const std::int64_t version = database.readInteger("PRAGMA user_version"); version > newestSchema()) {
    refuseNewer(file, version);
  }
  if (const std::string found = database.readText("PRAGMA quick_check(1)"); found != "ok") refuseDamaged(file, found);
}

void configure(Database& database) {
  database.execute("PRAGMA journal_mode = WAL");
  // The log is synced at every commit: with NORMAL, the last answered changes could be lost when the power fails.
  database.execute("PRAGMA synchronous = FULL");
  database.execute("PRAGMA foreign_keys = ON");
  // A removed picture is overwritten, not only unlinked from its tree.
  database.execute("PRAGMA secure_delete = ON");
  // Otherwise SQLite may spill old pages, pictures on them, into files outside the data directory.
  database.execute("PRAGMA temp_store = MEMORY");
  // The file's own schema may not call functions with effects, should somebody else have written it.
  database.execute("PRAGMA trusted_schema = OFF");
}

/// Whatever the file was before (a copy put back, say); SQLite gives its companions the database's mode when it makes
/// them.
void makePrivate(const std::filesystem::path& file) {
  namespace fs = std::filesystem;
  for (const char* suffix : {"", "-wal", "-shm"}) {
    std::error_code missingOrNotOurs;
    fs::permissions(withSuffix(file, suffix), fs::perms::owner_read | fs::perms::owner_write, missingOrNotOurs);
  }
}

[[noreturn]] void refuseAs(const SqliteError& error, const std::filesystem::path& file) {
  switch (error.code()) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      refuseDamaged(file, error.what());
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      refuse(file, "is locked by another program: stop it, and start again");
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      refuse(file, std::string("cannot be written (") + error.what() +
                       "): give this user the right to write it and its directory, or choose another --data");
    default:
      refuse(file, std::string("cannot be used (") + error.what() + "): choose another --data");
  }
}

}  // namespace

Database openGalleryFile(const std::filesystem::path& file) {
  const std::filesystem::path absolute = std::filesystem::absolute(file);
  try {
    if (!std::filesystem::exists(absolute)) createGalleryFile(absolute);
    checkHeader(absolute);
    Database database(absolute);
    database.setCheckpointOnClose(false);
    checkContent(database);
    makePrivate(absolute);
    configure(database);
    migrate(database);
    database.setCheckpointOnClose(true);
    return database;
  } catch (const SqliteError& error) {
    refuseAs(error, absolute);
  }
}

}  // namespace facewire::gallery
