#include "facewire/sightings/sighting_check.hpp"

#include <exception>
#include <system_error>

#include "facewire/image/png_codec.hpp"
#include "facewire/storage/statement.hpp"
#include "schema.hpp"

namespace facewire::sightings {
namespace {

using storage::Database;
using storage::Query;
using storage::Statement;

/// So many findings are told one by one.
constexpr std::size_t kMostTold = 20;

/// A chip has at most 192 x 192.
constexpr std::size_t kMaxPixels = 1'000'000;

class ContentCheck {
 public:
  ContentCheck(Database& database, SightingCheck& check) : database_(database), check_(check) {}

  void run() {
    const std::int64_t schema = database_.readInteger("PRAGMA user_version");
    if (schema < sightingsKind().newestSchema()) {
      check_.notes.push_back(file() + " has schema " + std::to_string(schema) + ": the next start brings it up to " +
                             std::to_string(sightingsKind().newestSchema()));
      return;
    }
    if (!checkStructure()) return;
    check_.sightings = static_cast<std::size_t>(database_.readInteger("SELECT count(*) FROM sightings"));
    checkPictures();
  }

 private:
  std::string file() const { return '"' + database_.file().string() + '"'; }

  void tell(std::string problem) {
    if (++told_ <= kMostTold) check_.problems.push_back(std::move(problem));
  }

  bool checkStructure() {
    const std::string remedy = "): restore it from a copy, or move it away to start with no sightings";
    Statement integrity(database_, "PRAGMA integrity_check(1000)");
    for (Query row(integrity); row.next();) {
      if (row.text(0) != "ok") tell(file() + " is damaged (" + storage::inOneLine(row.text(0)) + remedy);
    }
    Statement orphans(database_, "PRAGMA foreign_key_check");
    for (Query row(orphans); row.next();) {
      tell(file() + " is damaged (row " + std::to_string(row.integer(1)) + " of \"" + row.text(0) +
           "\" belongs to nothing" + remedy);
    }
    return told_ == 0;
  }

  void checkPictures() {
    Statement pictures(database_, "SELECT sighting, png FROM pictures ORDER BY sighting");
    for (Query row(pictures); row.next();) {
      const Bytes png = row.blob(1);
      ++check_.pictures;
      check_.pictureBytes += png.size();
      if (const auto picture = image::decodePng(png, kMaxPixels); !picture) {
        check_.notes.push_back("the picture of sighting " + std::to_string(row.integer(0)) +
                               " cannot be read: " + picture.error().detail);
        if (++unreadable_ == kMostTold) break;
      }
    }
  }

  Database& database_;
  SightingCheck& check_;
  std::size_t told_ = 0;
  std::size_t unreadable_ = 0;
};

}  // namespace

SightingCheck checkSightings(const std::filesystem::path& file) {
  SightingCheck check;
  std::error_code unknown;
  check.isThere = std::filesystem::exists(file, unknown);
  if (!check.isThere) return check;
  try {
    storage::checkHeader(file, sightingsKind());
    Database database = Database::openUntouched(file);
    ContentCheck(database, check).run();
  } catch (const storage::SqliteError& error) {
    check.problems.push_back('"' + file.string() + "\" cannot be read (" + error.what() +
                             "): restore it from a copy, or move it away to start with no sightings");
  } catch (const std::exception& error) {
    check.problems.emplace_back(error.what());
  }
  return check;
}

}  // namespace facewire::sightings
