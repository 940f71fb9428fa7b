#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "facewire/events/event_sinks.hpp"
#include "facewire/sightings/event.hpp"

namespace facewire::events {

/// Who is before a camera now, and what of that the broker has yet to be told. Events change it when they happen,
/// whether or not they are ever sent. Safe for concurrent use.
class Presence {
 public:
  /// One person, or with no level all who are unknown, as the broker is to know them.
  struct Place {
    std::string level;  ///< in topics
    std::string id;     ///< as idOf's
    std::string name;
    bool isHere = false;
    std::string attributes;   ///< JSON of the last event; empty: none so far
    bool isAnnounced = true;  ///< false: the broker does not know this name and level yet
  };
  /// What the broker is to forget.
  struct Gone {
    std::string level;
    std::string id;
    bool isPersonGone = true;  ///< false: only their level changed
  };
  struct Changes {
    std::vector<Place> places;
    std::vector<Gone> gone;
  };

  Presence();

  /// `attributes`: JSON that tells of the event.
  void take(const sightings::Event& event, std::string attributes);
  /// As EventSinks'.
  void setPeople(const std::vector<EnrolledPerson>& people);

  /// What changed since the last time.
  Changes takeChanges();
  /// The broker knows nothing yet: everything is a change.
  void forgetWhatWasTold();

  /// Whether setPeople has ever said who there is; and whether they are at this level, or have this id.
  bool knowsPeople() const;
  bool hasLevel(const std::string& level) const;
  bool hasId(const std::string& id) const;

 private:
  struct Tracked {
    Place place;
    std::set<std::int64_t> sightings;  ///< that have not ended
    bool isChanged = true;
  };
  Tracked* placeFor(const sightings::Event& event);
  void putAway(const std::string& id, bool isPersonGone);

  mutable std::mutex mutex_;
  bool knowsPeople_ = false;                       ///< guarded by mutex_, as are the others
  std::map<std::string, Tracked> places_;          ///< by id; all who are unknown by an empty one
  std::map<std::string, std::string> idByName_;    ///< of those whom setPeople named
  std::map<std::int64_t, std::string> idBySight_;  ///< of sightings that have not ended
  std::vector<Gone> gone_;
};

}  // namespace facewire::events
