#include "schema.hpp"

#include <array>

namespace facewire::sightings {
namespace {

/// Released steps are never changed: a change of schema is a new step.
constexpr std::array kSteps{
    // AUTOINCREMENT: the number of a sighting that is forgotten is never given to another.
    // Times are milliseconds since 1970, UTC. A person is the gallery's: its id, and when it was enrolled, since
    // another
    // gallery may give the same id to somebody else. Pictures lie in a table of their own, so that lists do not walk
    // through them.
    R"sql(
      CREATE TABLE people(
        id INTEGER PRIMARY KEY,
        created TEXT NOT NULL,
        name TEXT NOT NULL
      ) STRICT;
      CREATE TABLE sightings(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        person INTEGER REFERENCES people(id) ON DELETE CASCADE,
        client TEXT NOT NULL,
        first INTEGER NOT NULL,
        last INTEGER NOT NULL,
        frames INTEGER NOT NULL,
        score REAL NOT NULL,
        open INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX sightings_by_person ON sightings(person);
      CREATE INDEX sightings_by_end ON sightings(last);
      CREATE TABLE pictures(
        sighting INTEGER PRIMARY KEY REFERENCES sightings(id) ON DELETE CASCADE,
        png BLOB NOT NULL
      ) STRICT;
    )sql",
};

}  // namespace

const storage::DatabaseKind& sightingsKind() {
  static constexpr storage::DatabaseKind kind{0x46577369, kSteps, "database of sightings", "no sightings"};
  return kind;
}

}  // namespace facewire::sightings
