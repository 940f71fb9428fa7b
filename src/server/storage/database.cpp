#include "facewire/storage/database.hpp"

#include <cctype>
#include <string_view>
#include <system_error>

#include "facewire/storage/statement.hpp"
#include "scrubbing_file_system.hpp"

namespace facewire::storage {
namespace {

/// What the last failed write into the database or its log was refused with.
int writeErrorOf(sqlite3* connection) {
  int reason = 0;
  sqlite3_file* log = nullptr;
  if (sqlite3_file_control(connection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) == SQLITE_OK && log != nullptr &&
      log->pMethods != nullptr) {
    log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &reason);
  }
  if (reason == 0) sqlite3_file_control(connection, "main", SQLITE_FCNTL_LAST_ERRNO, &reason);
  return reason;
}

/// Meaningful only where the operating system refused; otherwise it is some earlier call's.
int systemErrorOf(sqlite3* connection) {
  const int code = sqlite3_extended_errcode(connection);
  // SQLite itself keeps the reason for this one with the file.
  if (code == SQLITE_IOERR_WRITE) return writeErrorOf(connection);
  const bool isSystems = (code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN;
  return isSystems ? sqlite3_system_errno(connection) : 0;
}

std::string reasonOf(sqlite3* connection, const std::filesystem::path& file) {
  std::string reason = file.string() + ": " + sqlite3_errmsg(connection);
  if (const int systemError = systemErrorOf(connection); systemError != 0) {
    reason += " (" + std::error_code(systemError, std::generic_category()).message() + ")";
  }
  return reason;
}

/// As "file:" with whatever has a meaning in a URI as %NN.
std::string asUri(const std::filesystem::path& file) {
  constexpr std::string_view kHex = "0123456789abcdef";
  constexpr std::string_view kPlain = "/-_.";
  std::string uri = "file:";
  for (const char letter : std::filesystem::absolute(file).string()) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool isPlain = (byte < 0x80 && std::isalnum(byte) != 0) || kPlain.find(letter) != std::string_view::npos;
    if (isPlain) {
      uri += letter;
    } else {
      uri += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return uri;
}

}  // namespace

SqliteError::SqliteError(sqlite3* connection, const std::filesystem::path& file)
    : std::runtime_error(reasonOf(connection, file)),
      code_(sqlite3_errcode(connection) & 0xff),
      systemError_(systemErrorOf(connection)) {}

Database::Database(const std::filesystem::path& file)
    : Database(file, file.string(), SQLITE_OPEN_READWRITE, scrubbingFileSystem()) {}

Database Database::openUntouched(const std::filesystem::path& file) {
  // The file system without locks, which are kept in a file of their own beside a database with a log.
  const char* const withoutLocks = "unix-none";
  const std::filesystem::path log = file.string() + "-wal";
  std::error_code missing;
  if (const auto size = std::filesystem::file_size(log, missing); missing || size == 0) {
    // SQLite would make the log where there is none, but for a database that is said never to change.
    return {file, asUri(file) + "?immutable=1", SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, withoutLocks};
  }
  Database database(file, file.string(), SQLITE_OPEN_READONLY, withoutLocks);
  database.setCheckpointOnClose(false);
  // The index of the log then is in memory instead of in a file.
  database.execute("PRAGMA locking_mode = EXCLUSIVE");
  return database;
}

Database::Database(const std::filesystem::path& file, const std::string& location, int flags, const char* fileSystem)
    : file_(file) {
  sqlite3* connection = nullptr;
  // No mutexes of SQLite's own: the store is confined to one thread.
  const int opened = sqlite3_open_v2(location.c_str(), &connection, flags | SQLITE_OPEN_NOMUTEX, fileSystem);
  connection_.reset(connection);
  if (opened != SQLITE_OK) throw SqliteError(connection, file);
  sqlite3_busy_timeout(connection, static_cast<int>(kLockWait.count()));
}

void Database::execute(const std::string& sql) {
  if (sqlite3_exec(connection(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw SqliteError(connection(), file_);
  }
}

std::int64_t Database::readInteger(const std::string& sql) {
  Statement statement(*this, sql);
  Query query(statement);
  return query.next() ? query.integer(0) : 0;
}

std::string Database::readText(const std::string& sql) {
  Statement statement(*this, sql);
  Query query(statement);
  return query.next() ? query.text(0) : "";
}

void Database::emptyWriteAheadLog(std::chrono::milliseconds wait) {
  sqlite3_busy_timeout(connection(), static_cast<int>(wait.count()));
  const int emptied = sqlite3_wal_checkpoint_v2(connection(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  sqlite3_busy_timeout(connection(), static_cast<int>(kLockWait.count()));
  if (emptied != SQLITE_OK) throw SqliteError(connection(), file_);
  // The file was scrubbed as it was written; its pages in memory were not, and would go into the log as they are.
  sqlite3_db_release_memory(connection());
}

void Database::setCheckpointOnClose(bool on) {
  sqlite3_db_config(connection(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, on ? 0 : 1, nullptr);
}

Transaction::Transaction(Database& database) : database_(database) {
  database_.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  // SQLite rolls back by itself on some errors; a second ROLLBACK would only be refused.
  if (sqlite3_get_autocommit(database_.connection()) == 0) {
    sqlite3_exec(database_.connection(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

void Transaction::commit() {
  database_.execute("COMMIT");
}

}  // namespace facewire::storage
