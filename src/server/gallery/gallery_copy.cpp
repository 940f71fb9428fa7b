#include "gallery_copy.hpp"

#include <string>

#include "facewire/storage/statement.hpp"

namespace facewire::gallery {

using storage::Database;
using storage::Query;
using storage::SqliteError;
using storage::Statement;
namespace {

/// SQLite asks about every so many steps of its virtual machine: some twenty pictures, which is milliseconds' work.
constexpr int kStepsBetweenLooks = 100;

class StopWatch {
 public:
  StopWatch(Database& database, const std::stop_token& stop) : connection_(database.connection()), stop_(stop) {
    sqlite3_progress_handler(connection_, kStepsBetweenLooks, isStopped, &stop_);
  }
  ~StopWatch() { sqlite3_progress_handler(connection_, 0, nullptr, nullptr); }
  StopWatch(const StopWatch&) = delete;
  StopWatch& operator=(const StopWatch&) = delete;

 private:
  static int isStopped(void* stop) { return static_cast<const std::stop_token*>(stop)->stop_requested() ? 1 : 0; }

  sqlite3* connection_;
  std::stop_token stop_;
};

}  // namespace

void copyDatabase(Database& database, const std::filesystem::path& file, const std::stop_token& stop) {
  const StopWatch watch(database, stop);
  Statement copy(database, "VACUUM INTO ?1");
  run(copy, std::string_view(file.native()));
}

void replaceContent(Database& database, Database& by) {
  for (const char* table : {"descriptors", "histograms", "samples", "people", "calibrations"}) {
    database.execute("DELETE FROM " + std::string(table));
  }
  {
    Statement read(by, "SELECT id, name, created, stranger, opencv_label FROM people ORDER BY id");
    Statement write(database, "INSERT INTO people(id, name, created, stranger) VALUES(?1, ?2, ?3, ?4)");
    Statement label(database, "UPDATE people SET opencv_label = ?2 WHERE id = ?1");
    for (Query row(read); row.next();) {
      run(write, row.integer(0), row.text(1), row.text(2), row.integer(3));
      if (!row.isNull(4)) run(label, row.integer(0), row.integer(4));
    }
  }
  {
    Statement read(by,
                   "SELECT id, person, source, created, face_x, face_y, face_w, face_h, png FROM samples ORDER BY id");
    Statement write(database,
                    "INSERT INTO samples(id, person, source, created, face_x, face_y, face_w, face_h, png) "
                    "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    for (Query row(read); row.next();) {
      run(write, row.integer(0), row.integer(1), row.text(2), row.text(3), row.integer(4), row.integer(5),
          row.integer(6), row.integer(7), ByteView(row.blob(8)));
    }
  }
  {
    Statement read(by, "SELECT sample, encoder, checksum, bytes FROM descriptors ORDER BY sample, encoder");
    Statement write(database, "INSERT INTO descriptors(sample, encoder, checksum, bytes) VALUES(?1, ?2, ?3, ?4)");
    for (Query row(read); row.next();) {
      run(write, row.integer(0), row.text(1), row.integer(2), ByteView(row.blob(3)));
    }
  }
  {
    Statement read(by, "SELECT sample, checksum, bytes FROM histograms ORDER BY sample");
    Statement write(database, "INSERT INTO histograms(sample, checksum, bytes) VALUES(?1, ?2, ?3)");
    for (Query row(read); row.next();) run(write, row.integer(0), row.integer(1), ByteView(row.blob(2)));
  }
  Statement read(by, "SELECT encoder, threshold, far, people, samples, created FROM calibrations");
  Statement write(database,
                  "INSERT INTO calibrations(encoder, threshold, far, people, samples, created) "
                  "VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
  for (Query row(read); row.next();) {
    run(write, row.text(0), row.real(1), row.real(2), row.integer(3), row.integer(4), row.text(5));
  }
}

}  // namespace facewire::gallery
