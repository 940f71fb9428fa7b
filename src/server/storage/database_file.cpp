#include "facewire/storage/database_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <stdexcept>
#include <string>

#include "database_header.hpp"
#include "facewire/storage/file_sync.hpp"
#include "facewire/storage/store_error.hpp"

namespace facewire::storage {
namespace {

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

/// Each step in a transaction of its own.
void migrate(Database& database, const DatabaseKind& kind) {
  for (std::int64_t version = database.readInteger("PRAGMA user_version"); version < kind.newestSchema(); ++version) {
    Transaction transaction(database);
    database.execute(kind.steps[static_cast<std::size_t>(version)]);
    database.execute("PRAGMA user_version = " + std::to_string(version + 1));
    transaction.commit();
  }
}

/// The database is made under another name and renamed when it is whole, so a file under its own name is never
/// half-made, and whatever is wrong with such a file is damage.
void createFile(const std::filesystem::path& file, const DatabaseKind& kind) {
  const std::filesystem::path unfinished = withSuffix(file, ".new");
  std::filesystem::remove(unfinished);
  removeCompanions(unfinished);
  removeCompanions(file);
  makeEmptyFile(unfinished);
  {
    Database database(unfinished);
    database.execute("PRAGMA application_id = " + std::to_string(kind.applicationId));
    migrate(database, kind);
    database.execute("PRAGMA journal_mode = WAL");
  }
  syncToDisk(unfinished);
  std::filesystem::rename(unfinished, file);
  syncToDisk(file.parent_path());
}

/// Everything that can be found wrong by reading.
void checkContent(Database& database, const DatabaseKind& kind) {
  const std::filesystem::path& file = database.file();
  if (database.isReadOnly()) {
    refuse(file, "cannot be written: give this user the right to, or choose another --data");
  }
  // Again, because the newest header may still be in the write-ahead log.
  if (const std::int64_t version = database.readInteger("PRAGMA user_version"); version > kind.newestSchema()) {
    refuseNewer(file, kind, version);
  }
  if (const std::string found = database.readText("PRAGMA quick_check(1)"); found != "ok")
    refuseDamaged(file, kind, inOneLine(found));
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

[[noreturn]] void refuseAs(const SqliteError& error, const std::filesystem::path& file, const DatabaseKind& kind) {
  if (isOutOfRoom(error)) {
    refuse(file, std::string("cannot be written, the disk is full (") + error.what() +
                     "): make room on it, or choose another --data");
  }
  switch (error.code()) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      refuseDamaged(file, kind, error.what());
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

Database openDatabaseFile(const std::filesystem::path& file, const DatabaseKind& kind) {
  const std::filesystem::path absolute = std::filesystem::absolute(file);
  try {
    if (!std::filesystem::exists(absolute)) createFile(absolute, kind);
    checkHeader(absolute, kind);
    Database database(absolute);
    database.setCheckpointOnClose(false);
    checkContent(database, kind);
    makePrivate(absolute);
    configure(database);
    migrate(database, kind);
    database.setCheckpointOnClose(true);
    return database;
  } catch (const SqliteError& error) {
    refuseAs(error, absolute, kind);
  }
}

}  // namespace facewire::storage
