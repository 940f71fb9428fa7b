#include "facewire/storage/statement.hpp"

#include <cstring>

namespace facewire::storage {

Statement::Statement(Database& database, std::string_view sql) : database_(database) {
  sqlite3_stmt* statement = nullptr;
  const int prepared = sqlite3_prepare_v3(database.connection(), sql.data(), static_cast<int>(sql.size()),
                                          SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  statement_.reset(statement);
  if (prepared != SQLITE_OK) throw SqliteError(database.connection(), database.file());
}

Query::Run::~Run() {
  sqlite3_reset(statement.statement_.get());
  sqlite3_clear_bindings(statement.statement_.get());
}

bool Query::next() {
  const int result = sqlite3_step(raw());
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  throw SqliteError(run_.statement.database_.connection(), run_.statement.database_.file());
}

std::int64_t Query::integer(int column) const {
  return sqlite3_column_int64(raw(), column);
}

double Query::real(int column) const {
  return sqlite3_column_double(raw(), column);
}

std::string Query::text(int column) const {
  const unsigned char* text = sqlite3_column_text(raw(), column);
  if (text == nullptr) return {};
  return {reinterpret_cast<const char*>(text), static_cast<std::size_t>(sqlite3_column_bytes(raw(), column))};
}

Bytes Query::blob(int column) const {
  const void* blob = sqlite3_column_blob(raw(), column);
  if (blob == nullptr) return {};
  Bytes bytes(static_cast<std::size_t>(sqlite3_column_bytes(raw(), column)));
  std::memcpy(bytes.data(), blob, bytes.size());
  return bytes;
}

bool Query::isNull(int column) const {
  return sqlite3_column_type(raw(), column) == SQLITE_NULL;
}

void Query::bind(int parameter, std::int64_t value) {
  check(sqlite3_bind_int64(raw(), parameter, value));
}

void Query::bind(int parameter, double value) {
  check(sqlite3_bind_double(raw(), parameter, value));
}

void Query::bind(int parameter, std::string_view value) {
  // An empty view may have no address, which SQLite would take for NULL.
  const char* text = value.empty() ? "" : value.data();
  check(sqlite3_bind_text64(raw(), parameter, text, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Query::bind(int parameter, ByteView value) {
  const void* bytes = value.empty() ? static_cast<const void*>("") : value.data();
  check(sqlite3_bind_blob64(raw(), parameter, bytes, value.size(), SQLITE_TRANSIENT));
}

void Query::check(int result) const {
  if (result != SQLITE_OK) throw SqliteError(run_.statement.database_.connection(), run_.statement.database_.file());
}

}  // namespace facewire::storage
