#pragma once

#include <chrono>
#include <utility>

#include "facewire/base/result.hpp"
#include "facewire/storage/database.hpp"
#include "facewire/storage/store_error.hpp"

namespace facewire::storage {

/// A database with the ways in which a store changes it: what SQLite refuses is an Error in an operator's words, and
/// what is erased leaves no byte in the file or its log. Confined to one thread.
class ErasableDatabase {
 public:
  /// What a server that was killed left in the log is erased.
  explicit ErasableDatabase(Database opened) : database(std::move(opened)) { finishErasure(Database::kReaderWait); }

  /// Runs `work`, which throws SqliteError where SQLite fails, and makes an Error of that.
  template <typename Work>
  auto reported(const Work& work) const -> decltype(work()) {
    try {
      return work();
    } catch (const SqliteError& error) {
      return fail(describeRefusal(error, database.file()));
    }
  }

  /// The same in one transaction, which only a value commits.
  template <typename Work>
  auto changed(const Work& work) -> decltype(work()) {
    return reported([&] {
      Transaction transaction(database);
      auto result = work();
      if (result) transaction.commit();
      return result;
    });
  }

  /// The same of a change that erases. The log is emptied beforehand as well: whatever makes that impossible (a full
  /// disk, a reader) is known before anything is changed, and what follows needs no more room than the log has left.
  template <typename Work>
  auto erased(const Work& work) -> decltype(work()) {
    if (auto emptied = reported([&]() -> Result<void> {
          database.emptyWriteAheadLog();
          return {};
        });
        !emptied) {
      return fail(emptied.error());
    }
    auto result = changed(work);
    if (result) (void)finishErasure(Database::kReaderWait);
    return result;
  }

  /// Empties the log, waiting so long for readers; whether it could. If not, isErasureDue.
  bool finishErasure(std::chrono::milliseconds wait) {
    try {
      database.emptyWriteAheadLog(wait);
      isErasureDue = false;
    } catch (const SqliteError&) {
      isErasureDue = true;
    }
    return !isErasureDue;
  }

  Database database;
  bool isErasureDue = false;  ///< whether something erased may still be in the log
};

}  // namespace facewire::storage
