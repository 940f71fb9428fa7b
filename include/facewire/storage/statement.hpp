#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "facewire/base/bytes.hpp"
#include "facewire/storage/database.hpp"

namespace facewire::storage {

/// A prepared statement. Must not outlive the database; one Query at a time.
class Statement {
 public:
  /// Throws SqliteError.
  Statement(Database& database, std::string_view sql);

 private:
  friend class Query;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };

  Database& database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// One run of a statement: the values for its ?1, ?2, ..., then its rows. The statement is free for the next run when
/// this ends. Throws SqliteError.
class Query {
 public:
  template <typename... Values>
  explicit Query(Statement& statement, const Values&... values) : run_(statement) {
    int parameter = 0;
    (bind(++parameter, values), ...);
  }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  /// Goes to the next row; false after the last.
  bool next();

  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string text(int column) const;
  Bytes blob(int column) const;
  bool isNull(int column) const;

 private:
  /// Resets the statement and forgets the values, also where binding one of them threw.
  struct Run {
    explicit Run(Statement& prepared) : statement(prepared) {}
    ~Run();
    Statement& statement;
  };

  sqlite3_stmt* raw() const { return run_.statement.statement_.get(); }
  void bind(int parameter, std::int64_t value);
  void bind(int parameter, int value) { bind(parameter, std::int64_t{value}); }
  void bind(int parameter, double value);
  void bind(int parameter, std::string_view value);
  void bind(int parameter, ByteView value);
  void check(int result) const;

  Run run_;
};

/// Runs a statement for what it does.
template <typename... Values>
void run(Statement& statement, const Values&... values) {
  Query query(statement, values...);
  while (query.next()) {
  }
}

}  // namespace facewire::storage
