#pragma once

#include <spdlog/logger.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "facewire/base/result.hpp"
#include "facewire/gallery/gallery.hpp"
#include "facewire/sightings/event.hpp"
#include "facewire/sightings/event_ring.hpp"
#include "facewire/sightings/observation.hpp"
#include "facewire/sightings/stored_sighting.hpp"

namespace facewire::sightings {

struct SightingOptions {
  std::filesystem::path file;                  ///< the database
  std::chrono::milliseconds cooldown{30'000};  ///< not seen for so long: left
  double days = 30;                            ///< how long sightings are kept; 0: none are, but events go out
  bool strangers = false;                      ///< somebody unknown is seen too
  bool pictures = true;                        ///< the best crop of each sighting is kept
  std::function<Moment()> now = Moment::now;   ///< the time
};

/// What there is of sightings, for `status`.
struct SightingStatus {
  std::optional<std::size_t> kept;  ///< sightings in the database; nothing where none can be, or are to be, kept
  double days = 0;
  std::uint64_t dropped = 0;  ///< frames that came faster than they could be looked at
  std::size_t open = 0;       ///< of those who are there now
};

class SightingBook;

/// One connection's way into the book. Confined to one thread; the book outlives it.
class SightingStream {
 public:
  ~SightingStream();
  SightingStream(const SightingStream&) = delete;
  SightingStream& operator=(const SightingStream&) = delete;

  /// Whether the book is interested in somebody unknown.
  bool wantsStrangers() const;

  /// Whether a picture of that merit of the track's face is worth giving along: clearly better than the last one that
  /// was. To be asked once for each picture.
  bool wantsPicture(std::int64_t track, double merit);

  /// Takes the faces of a frame. Copies nothing but pointers, and waits for nothing but a short lock.
  void take(std::vector<SeenFace> faces);

 private:
  friend class SightingBook;
  SightingStream(SightingBook& book, std::uint64_t number, std::string client);

  SightingBook& book_;
  const std::uint64_t number_;
  const std::shared_ptr<const std::string> client_;          ///< shared with the frames that wait
  std::vector<std::pair<std::int64_t, double>> bestMerits_;  ///< of the newest tracks
};

/// Who was seen when, by which client, for how long: makes sightings of frames, keeps them in a database for as long as
/// they may be kept, and tells those who want to know. A thread of its own does all of that; a frame only joins a
/// bounded queue, and is dropped and counted where that is full. A database that cannot be used is told in the log, and
/// ends nothing: events go out without it. Safe for concurrent use.
class SightingBook {
 public:
  /// `sinks` and `log` outlive this. `people`: those who are enrolled; sightings of anybody else are erased.
  SightingBook(SightingOptions options, const gallery::GallerySnapshot& people, std::vector<EventSink*> sinks,
               spdlog::logger& log);
  /// Ends all sightings; the sinks are told. Precondition: no stream is left.
  ~SightingBook();
  SightingBook(const SightingBook&) = delete;
  SightingBook& operator=(const SightingBook&) = delete;

  /// `client`: as it named itself, or its address.
  std::unique_ptr<SightingStream> openStream(const std::string& client);

  /// All that were there until now, those who are still there included. Errors, here and below: `internal`, naming the
  /// file, the reason and the remedy.
  Result<std::vector<StoredSighting>> read(const SightingQuery& query);

  struct Shown {
    StoredSighting sighting;
    std::optional<Bytes> picture;  ///< PNG, grey; nothing where none is kept
  };
  /// Nothing where there is no sighting of that number.
  Result<std::optional<Shown>> show(std::int64_t id);

  /// To be told when the gallery has removed or renamed somebody: their sightings go, and leave no byte in any file of
  /// the data directory; or get the new name. `personRemoved`: how many went.
  Result<std::size_t> personRemoved(gallery::PersonId person, const std::string& name);
  Result<void> personRenamed(gallery::PersonId person, const std::string& name, const std::string& newName);
  /// To be told when the gallery became another one: sightings of those who are not there go.
  Result<void> peopleReplaced(const gallery::GallerySnapshot& people);

  /// Forgets what was seen of somebody until now, or what ended before `time`. How many sightings went.
  Result<std::size_t> forget(gallery::PersonId person, const std::string& name);
  Result<std::size_t> forgetBefore(std::chrono::system_clock::time_point time);

  /// The last events, for those who watch.
  const EventRing& events() const;

  SightingStatus status() const;

  /// Waits until what was taken so far is in the database, and the sinks have been told.
  void settle();

 private:
  friend class SightingStream;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace facewire::sightings
