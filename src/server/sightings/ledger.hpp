#pragma once

#include <spdlog/logger.h>

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "facewire/sightings/sighting_book.hpp"
#include "sighting_store.hpp"
#include "visits.hpp"

namespace facewire::sightings {

/// What the book does, without its thread and its queue: visits become rows and events. All time comes with the calls.
/// Confined to one thread at a time.
class Ledger {
 public:
  using Time = std::chrono::system_clock::time_point;

  /// Opens the database, and brings it in line with who is enrolled and with what is to be kept. `log` outlives this.
  Ledger(const SightingOptions& options, const gallery::GallerySnapshot& people, spdlog::logger& log);

  void take(const Observation& observation);

  /// Ends the visits of those who have left, writes and purges what is due.
  void advance(const Moment& now);

  /// When `advance` is due at the latest.
  Clock::time_point nextWork() const;

  /// Ends all visits, and writes them.
  void close();

  /// What happened since this was asked last, in order.
  std::vector<Event> takeEvents() { return std::exchange(events_, {}); }

  Result<std::vector<StoredSighting>> read(const SightingQuery& query);
  Result<std::optional<SightingBook::Shown>> show(std::int64_t id);
  Result<std::size_t> forget(gallery::PersonId person, const std::string& name);
  Result<std::size_t> forgetBefore(Time time);
  /// As `forget`; and late frames that still show the person count no more.
  Result<std::size_t> removePerson(gallery::PersonId person, const std::string& name);
  Result<void> renamePerson(gallery::PersonId person, const std::string& name, const std::string& newName);
  Result<void> replacePeople(const gallery::GallerySnapshot& people);

  const EventRing& ring() const { return ring_; }
  bool keeps() const { return options_.days > 0; }
  std::size_t open() const { return visits_.size(); }
  /// Sightings in the database; nothing where none can be, or are to be, kept.
  std::optional<std::size_t> kept();

 private:
  void begin(Visit& visit);
  void end(std::vector<Visit> visits);
  void drop(std::vector<Visit> visits);
  void tell(EventKind kind, const Visit& visit);
  void takePicture(Visit& visit);
  std::int64_t takeId(const Visit& visit);
  SightingRow rowOf(const Visit& visit, bool isOpen) const;
  void writeOpen();
  bool write(std::vector<SightingRow> rows);
  void purge(Time now);
  Retention retention(Time now) const;
  Result<void> expectStore() const;
  Result<std::size_t> expectErased(Result<std::size_t> removed) const;
  template <typename T>
  bool note(const Result<T>& done);

  const SightingOptions options_;
  spdlog::logger& log_;
  std::optional<SightingStore> store_;
  Error whyNoStore_{ErrorCode::internal, ""};
  Visits visits_;
  EventRing ring_;
  std::vector<Event> events_;
  std::set<gallery::PersonId> gone_;
  std::map<gallery::PersonId, std::string> renamed_;
  std::deque<SightingRow> unwritten_;  ///< ended, and refused by the database
  bool isFailing_ = false;             ///< the last write was refused
  std::int64_t lastOwnId_ = 0;
  std::optional<std::size_t> kept_;  ///< as last counted
  Clock::time_point nextWrite_;
  Clock::time_point nextPurge_;
};

}  // namespace facewire::sightings
