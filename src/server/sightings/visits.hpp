#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "facewire/sightings/event.hpp"
#include "facewire/sightings/observation.hpp"

namespace facewire::sightings {

/// Somebody who is there, or was a moment ago: a sighting that is still open.
struct Visit {
  Sighting sighting;                   ///< its id is 0 until the visit's owner has one for it
  gallery::PersonId person = 0;        ///< 0: somebody unknown
  std::string created;                 ///< when the person was enrolled, as the gallery has it
  Clock::time_point lastSeen;          ///< as sighting.last, by the steady clock
  cv::Mat picture{};                   ///< the best one so far, until its owner takes it; empty: none that is better
  double merit = 0;                    ///< of the best one
  std::shared_ptr<const Bytes> png{};  ///< the best one, as the owner keeps it; shared with events
  bool isPngNew = false;               ///< not in the database yet; so is the next
  bool isChanged = false;
  std::uint64_t countedFrame = 0;  ///< the last frame that counts among sighting.frames
};

/// Makes visits of frames: the same person at the same client is one visit until not seen for the cool-down, whatever
/// becomes of tracks and connections in between. A visit begins when a track's name is steady, and then counts from the
/// first frame that gave it; an odd frame or two begin none. Somebody unknown (only where `strangers` are asked for)
/// has to be there for kStrangerStays, and all who are unknown at one client are one visit. Confined to one thread; all
/// time comes with the calls, and never goes backwards.
class Visits {
 public:
  struct Options {
    Clock::duration cooldown = std::chrono::seconds(30);
    bool strangers = false;
  };

  static constexpr std::chrono::milliseconds kStrangerStays{1000};
  static constexpr std::uint64_t kStrangerFrames = 3;

  explicit Visits(const Options& options) : options_(options) {}

  /// Takes one frame of a client, or the end of a stream. The visits that begin with it; valid until they end.
  std::vector<Visit*> take(const Observation& observation);

  /// Ends the visits of those who have not been seen for the cool-down; those who have left first come first.
  std::vector<Visit> endDue(Clock::time_point now);

  std::vector<Visit> endAll();
  std::vector<Visit> endPerson(gallery::PersonId person);
  /// Of those who were last seen before then.
  std::vector<Visit> endBefore(std::chrono::system_clock::time_point time);

  /// When the next visit ends if nobody is seen again.
  std::optional<Clock::time_point> nextEnd() const;

  /// Calls `visit` for each of them.
  template <typename Use>
  void forEach(const Use& use) {
    for (auto& [key, visit] : visits_) use(visit);
  }
  std::size_t size() const { return visits_.size(); }

 private:
  /// What a track has shown since it says what it says now.
  struct Candidate {
    gallery::PersonId person = 0;
    Moment first;
    Clock::time_point last;
    std::uint64_t frames = 0;
    double score = 0;
    cv::Mat picture{};
    double merit = 0;
    bool isCounted = false;  ///< all of the above is in the visit
  };
  using TrackKey = std::pair<std::uint64_t, std::int64_t>;     ///< stream, track
  using VisitKey = std::pair<std::string, gallery::PersonId>;  ///< client, person

  Candidate& follow(const Observation& observation, const SeenFace& face);
  bool isThere(const Candidate& candidate, const SeenFace& face, const Moment& now) const;
  Visit* count(const Observation& observation, const SeenFace& face, Candidate& candidate);
  template <typename Which>
  std::vector<Visit> end(const Which& which);

  Options options_;
  std::map<TrackKey, Candidate> candidates_;
  std::map<VisitKey, Visit> visits_;
  std::uint64_t frame_ = 0;
};

}  // namespace facewire::sightings
