#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "facewire/base/result.hpp"
#include "facewire/gallery/person.hpp"
#include "facewire/sightings/stored_sighting.hpp"

namespace facewire::sightings {

/// A sighting as it goes into the store.
struct SightingRow {
  Sighting sighting;
  gallery::PersonId person = 0;  ///< 0: somebody unknown
  std::string created;           ///< when the person was enrolled
  bool isOpen = false;
  std::shared_ptr<const Bytes>
      picture;  ///< PNG, in place of the one there was; null: that one stays. Shared with events
};

/// What of the past is not to be kept.
struct Retention {
  std::chrono::system_clock::time_point keptSince;  ///< what ended before that goes
  bool strangers = false;                           ///< whether sightings of somebody unknown stay
  bool pictures = false;                            ///< whether pictures stay
};

/// Sightings in one SQLite database (`sightings.db`). Whatever removes something leaves no byte of it in the file or
/// its log. Errors: `internal`, naming the file, the reason and the remedy; the database is then as before. Confined to
/// one thread at a time.
class SightingStore {
 public:
  using Time = std::chrono::system_clock::time_point;

  /// Opens or makes the database (0600); sightings that a killed server left open are closed. Throws
  /// std::runtime_error, naming the file and the remedy.
  explicit SightingStore(const std::filesystem::path& file);
  ~SightingStore();
  SightingStore(SightingStore&&) noexcept;

  /// A number for the next sighting, never to be given again, whatever becomes of this one.
  Result<std::int64_t> takeId();

  /// New ones and others, by their ids: all or none.
  Result<void> write(std::span<const SightingRow> rows);

  Result<std::vector<StoredSighting>> read(const SightingQuery& query);
  /// Nothing where there is no such sighting.
  Result<std::optional<StoredSighting>> find(std::int64_t id);
  /// PNG; nothing where none is kept.
  Result<std::optional<Bytes>> readPicture(std::int64_t id);

  /// How many there are.
  Result<std::size_t> count();

  /// Each gives how many sightings went.
  Result<std::size_t> removePerson(gallery::PersonId person);
  Result<std::size_t> removeBefore(Time time);
  /// What is open stays.
  Result<std::size_t> removeOld(const Retention& retention);
  Result<std::size_t> removeAll();

  Result<void> renamePerson(gallery::PersonId person, const std::string& newName);

  /// Brings the people in line with the gallery's: who has another name there gets it, and the sightings of those
  /// who are not there go. Somebody is known by id and time of enrolment, else by name.
  Result<std::size_t> keepOnly(std::span<const std::shared_ptr<const gallery::PersonInfo>> people);

  /// Whether something that was removed may still be in the log, since another program was reading. finishErasure
  /// tries again, without waiting; true: done.
  bool isErasureDue() const;
  bool finishErasure();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace facewire::sightings
