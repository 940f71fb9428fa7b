#include "sighting_store.hpp"

#include <map>
#include <stdexcept>
#include <utility>

#include "facewire/storage/erasable_database.hpp"
#include "facewire/storage/statement.hpp"
#include "schema.hpp"

namespace facewire::sightings {

using storage::Database;
using storage::Query;
using storage::SqliteError;
using storage::Statement;

namespace {

std::int64_t toStored(SightingStore::Time time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

SightingStore::Time fromStored(std::int64_t milliseconds) {
  return SightingStore::Time(std::chrono::milliseconds(milliseconds));
}

constexpr const char* kColumns =
    "SELECT sightings.id, people.name, client, first, last, frames, score, open, pictures.sighting "
    "FROM sightings LEFT JOIN people ON people.id = sightings.person "
    "LEFT JOIN pictures ON pictures.sighting = sightings.id ";

StoredSighting sightingFrom(const Query& row) {
  StoredSighting stored;
  Sighting& sighting = stored.sighting;
  sighting.id = row.integer(0);
  if (!row.isNull(1)) sighting.person = row.text(1);
  sighting.client = row.text(2);
  sighting.first = fromStored(row.integer(3));
  sighting.last = fromStored(row.integer(4));
  sighting.frames = static_cast<std::uint64_t>(row.integer(5));
  sighting.score = row.real(6);
  stored.isOpen = row.integer(7) != 0;
  stored.hasPicture = !row.isNull(8);
  return stored;
}

Database openChecked(const std::filesystem::path& file) {
  return storage::openDatabaseFile(file, sightingsKind());
}

}  // namespace

struct SightingStore::Impl : storage::ErasableDatabase {
  explicit Impl(const std::filesystem::path& file) : ErasableDatabase(openChecked(file)) {
    database.execute("UPDATE sightings SET open = 0 WHERE open <> 0");
  }

  std::size_t changes() { return static_cast<std::size_t>(sqlite3_changes(database.connection())); }

  /// Runs a statement that removes sightings; how many. People of whom there are none left go too: a name is personal.
  template <typename... Values>
  Result<std::size_t> removed(Statement& statement, const Values&... values) {
    return erased([&]() -> Result<std::size_t> {
      run(statement, values...);
      const std::size_t gone = changes();
      run(deleteUnseenPeople);
      return gone;
    });
  }

  void writeRow(const SightingRow& row) {
    const Sighting& sighting = row.sighting;
    if (row.person != 0) run(insertPerson, row.person, row.created, sighting.person.value_or(""));
    Query query(upsert, sighting.id, row.person, sighting.client, toStored(sighting.first), toStored(sighting.last),
                static_cast<std::int64_t>(sighting.frames), sighting.score, row.isOpen ? 1 : 0);
    while (query.next()) {
    }
    if (row.picture) run(replacePicture, sighting.id, ByteView(*row.picture));
  }

  Statement insertPerson{database, "INSERT OR IGNORE INTO people(id, created, name) VALUES(?1, ?2, ?3)"};
  Statement updateName{database, "UPDATE people SET name = ?2 WHERE id = ?1"};
  Statement selectPeople{database, "SELECT id, created, name FROM people"};
  Statement movePerson{database, "UPDATE sightings SET person = ?2 WHERE person = ?1"};
  Statement deletePerson{database, "DELETE FROM people WHERE id = ?1"};
  Statement deleteUnseenPeople{
      database, "DELETE FROM people WHERE NOT EXISTS(SELECT 1 FROM sightings WHERE sightings.person = people.id)"};
  Statement insertNothing{database,
                          "INSERT INTO sightings(client, first, last, frames, score, open) VALUES('', 0, 0, 0, 0, 0)"};
  Statement deleteSighting{database, "DELETE FROM sightings WHERE id = ?1"};
  Statement upsert{database,
                   "INSERT INTO sightings(id, person, client, first, last, frames, score, open) "
                   "VALUES(?1, nullif(?2, 0), ?3, ?4, ?5, ?6, ?7, ?8) "
                   "ON CONFLICT(id) DO UPDATE SET first = ?4, last = ?5, frames = ?6, score = ?7, open = ?8"};
  Statement replacePicture{database, "INSERT OR REPLACE INTO pictures(sighting, png) VALUES(?1, ?2)"};
  Statement select{database, std::string(kColumns) +
                                 "WHERE sightings.id > ?1 AND last >= ?2 AND first < ?3 AND (?4 = '' OR people.name = "
                                 "?4) AND (?5 = '' OR client = ?5) ORDER BY sightings.id LIMIT ?6"};
  Statement selectOne{database, std::string(kColumns) + "WHERE sightings.id = ?1"};
  Statement selectPicture{database, "SELECT png FROM pictures WHERE sighting = ?1"};
  Statement countAll{database, "SELECT count(*) FROM sightings"};
  Statement deleteOfPerson{database, "DELETE FROM sightings WHERE person = ?1"};
  Statement deleteBefore{database, "DELETE FROM sightings WHERE last < ?1"};
  Statement deleteAll{database, "DELETE FROM sightings WHERE 1"};
  Statement deleteOld{database, "DELETE FROM sightings WHERE open = 0 AND (last < ?1 OR (?2 = 0 AND person IS NULL))"};
  Statement haveOld{database,
                    "SELECT EXISTS(SELECT 1 FROM sightings WHERE open = 0 AND (last < ?1 OR (?2 = 0 AND person IS "
                    "NULL))) OR (?3 = 0 AND EXISTS(SELECT 1 FROM pictures))"};
  Statement deletePictures{database, "DELETE FROM pictures WHERE 1"};
};

SightingStore::SightingStore(const std::filesystem::path& file) try : impl_(std::make_unique<Impl>(file)) {
} catch (const SqliteError& error) {
  // The tables are not what their version says, or the disk is full.
  throw std::runtime_error("\"" + file.string() + "\" cannot be used (" + error.what() +
                           "): restore it from a copy, or move it away to start with no sightings");
}

SightingStore::~SightingStore() = default;
SightingStore::SightingStore(SightingStore&&) noexcept = default;

Result<std::int64_t> SightingStore::takeId() {
  return impl_->changed([&]() -> Result<std::int64_t> {
    run(impl_->insertNothing);
    const std::int64_t id = sqlite3_last_insert_rowid(impl_->database.connection());
    run(impl_->deleteSighting, id);
    return id;
  });
}

Result<void> SightingStore::write(std::span<const SightingRow> rows) {
  return impl_->changed([&]() -> Result<void> {
    for (const SightingRow& row : rows) impl_->writeRow(row);
    return {};
  });
}

Result<std::vector<StoredSighting>> SightingStore::read(const SightingQuery& query) {
  return impl_->reported([&]() -> Result<std::vector<StoredSighting>> {
    std::vector<StoredSighting> found;
    Query row(impl_->select, query.after, toStored(query.since.value_or(Time::min())),
              toStored(query.until.value_or(Time::max())), query.person.value_or(""), query.client.value_or(""),
              static_cast<std::int64_t>(query.limit));
    while (row.next()) found.push_back(sightingFrom(row));
    return found;
  });
}

Result<std::optional<StoredSighting>> SightingStore::find(std::int64_t id) {
  return impl_->reported([&]() -> Result<std::optional<StoredSighting>> {
    Query row(impl_->selectOne, id);
    if (!row.next()) return std::nullopt;
    return sightingFrom(row);
  });
}

Result<std::optional<Bytes>> SightingStore::readPicture(std::int64_t id) {
  return impl_->reported([&]() -> Result<std::optional<Bytes>> {
    Query row(impl_->selectPicture, id);
    if (!row.next()) return std::nullopt;
    return row.blob(0);
  });
}

Result<std::size_t> SightingStore::count() {
  return impl_->reported([&]() -> Result<std::size_t> {
    Query row(impl_->countAll);
    row.next();
    return static_cast<std::size_t>(row.integer(0));
  });
}

Result<std::size_t> SightingStore::removePerson(gallery::PersonId person) {
  return impl_->removed(impl_->deleteOfPerson, person);
}

Result<std::size_t> SightingStore::removeBefore(Time time) {
  return impl_->removed(impl_->deleteBefore, toStored(time));
}

Result<std::size_t> SightingStore::removeAll() {
  return impl_->removed(impl_->deleteAll);
}

Result<std::size_t> SightingStore::removeOld(const Retention& retention) {
  const std::int64_t since = toStored(retention.keptSince);
  const int strangers = retention.strangers ? 1 : 0;
  // Erasing empties the log, which is not worth it every time for nothing.
  const auto wanted = impl_->reported([&]() -> Result<bool> {
    Query row(impl_->haveOld, since, strangers, retention.pictures ? 1 : 0);
    return row.next() && row.integer(0) != 0;
  });
  if (!wanted) return fail(wanted.error());
  if (!*wanted) return 0;
  return impl_->erased([&]() -> Result<std::size_t> {
    run(impl_->deleteOld, since, strangers);
    const std::size_t gone = impl_->changes();
    run(impl_->deleteUnseenPeople);
    if (!retention.pictures) run(impl_->deletePictures);
    return gone;
  });
}

Result<void> SightingStore::renamePerson(gallery::PersonId person, const std::string& newName) {
  return impl_->erased([&]() -> Result<void> {
    run(impl_->updateName, person, newName);
    return {};
  });
}

Result<std::size_t> SightingStore::keepOnly(std::span<const std::shared_ptr<const gallery::PersonInfo>> people) {
  std::map<gallery::PersonId, const gallery::PersonInfo*> byId;
  std::map<std::string, const gallery::PersonInfo*> byName;
  for (const auto& person : people) {
    byId.emplace(person->id, person.get());
    byName.emplace(person->name, person.get());
  }
  struct Row {
    gallery::PersonId id;
    std::string created;
    std::string name;
    const gallery::PersonInfo* now = nullptr;  ///< null: not there any more
  };
  std::vector<Row> wrong;
  const auto looked = impl_->reported([&]() -> Result<void> {
    Query query(impl_->selectPeople);
    while (query.next()) {
      Row row{query.integer(0), query.text(1), query.text(2)};
      if (const auto same = byId.find(row.id); same != byId.end() && same->second->created == row.created) {
        row.now = same->second;
      } else if (const auto named = byName.find(row.name); named != byName.end()) {
        row.now = named->second;
      }
      const bool isRight =
          row.now && row.now->id == row.id && row.now->created == row.created && row.now->name == row.name;
      if (!isRight) wrong.push_back(std::move(row));
    }
    return {};
  });
  if (!looked) return fail(looked.error());
  if (wrong.empty()) return 0;
  return impl_->erased([&]() -> Result<std::size_t> {
    std::size_t gone = 0;
    // By numbers that nobody has, since one person's new id may be another's old one.
    for (const Row& row : wrong) {
      run(impl_->insertPerson, -row.id, "", "");
      run(impl_->movePerson, row.id, -row.id);
      run(impl_->deletePerson, row.id);
    }
    for (const Row& row : wrong) {
      if (row.now) {
        run(impl_->insertPerson, row.now->id, row.now->created, row.now->name);
        run(impl_->movePerson, -row.id, row.now->id);
      } else {
        run(impl_->deleteOfPerson, -row.id);
        gone += impl_->changes();
      }
      run(impl_->deletePerson, -row.id);
    }
    return gone;
  });
}

bool SightingStore::isErasureDue() const {
  return impl_->isErasureDue;
}

bool SightingStore::finishErasure() {
  return impl_->finishErasure(std::chrono::milliseconds(0));
}

}  // namespace facewire::sightings
