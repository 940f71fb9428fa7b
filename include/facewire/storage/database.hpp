#pragma once

#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

namespace facewire::storage {

/// What SQLite refused: the file and its reason. Any call can fail (the disk is full, a page is damaged), so the
/// store's inside throws it and the store's edge turns it into an Error; it never leaves the store.
class SqliteError : public std::runtime_error {
 public:
  SqliteError(sqlite3* connection, const std::filesystem::path& file);

  /// SQLite's primary result code.
  int code() const { return code_; }

  /// Why the operating system refused, as in errno; 0 where it did not, or did not say.
  int systemError() const { return systemError_; }

 private:
  int code_;
  int systemError_;
};

/// One connection. Confined to one thread.
class Database {
 public:
  /// How long others' locks are waited for.
  static constexpr std::chrono::milliseconds kLockWait{5000};
  /// The same of readers, while somebody waits for an answer.
  static constexpr std::chrono::milliseconds kReaderWait{2000};

  /// Opens the file, which must exist, by the scrubbingFileSystem. Throws SqliteError.
  explicit Database(const std::filesystem::path& file);

  /// Opens the file to be looked at only: neither it nor anything beside it is changed or made, and nobody is kept from
  /// it. What is in its write-ahead log is seen as well. Precondition: no other program has it open. Throws
  /// SqliteError.
  static Database openUntouched(const std::filesystem::path& file);

  /// Runs statements that give no rows, or whose rows do not matter. Throws SqliteError.
  void execute(const std::string& sql);

  /// The first column of the first row. Throws SqliteError.
  std::int64_t readInteger(const std::string& sql);
  std::string readText(const std::string& sql);

  /// Moves the write-ahead log into the database and empties it, and forgets the pages in memory: so what was deleted
  /// is nowhere any more, and comes back from nowhere. Throws SqliteError: SQLITE_BUSY where another program has been
  /// reading all the while that this waits.
  void emptyWriteAheadLog(std::chrono::milliseconds wait = kReaderWait);

  /// Whether closing moves the write-ahead log into the database; off, closing leaves both files as they are.
  void setCheckpointOnClose(bool on);

  bool isReadOnly() const { return sqlite3_db_readonly(connection_.get(), "main") == 1; }
  sqlite3* connection() const { return connection_.get(); }
  const std::filesystem::path& file() const { return file_; }

 private:
  Database(const std::filesystem::path& file, const std::string& location, int flags, const char* fileSystem);

  struct Close {
    void operator()(sqlite3* connection) const { sqlite3_close(connection); }
  };

  std::filesystem::path file_;
  std::unique_ptr<sqlite3, Close> connection_;
};

/// Rolled back at the end of the scope unless committed.
class Transaction {
 public:
  /// Takes the write lock at once, so that nothing later in the transaction waits for it.
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit();

 private:
  Database& database_;
};

}  // namespace facewire::storage
