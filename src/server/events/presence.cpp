#include "presence.hpp"

#include <algorithm>
#include <utility>

#include "topics.hpp"

namespace facewire::events {

Presence::Presence() {
  Place strangers;
  strangers.isAnnounced = false;
  places_[""] = {std::move(strangers), {}, true};
}

Presence::Tracked* Presence::placeFor(const sightings::Event& event) {
  const auto open = idBySight_.find(event.sighting.id);
  if (open != idBySight_.end()) {
    // They may have another name by now, or be nobody any more.
    const auto place = places_.find(open->second);
    return place == places_.end() ? nullptr : &place->second;
  }
  if (!event.sighting.person) return &places_[""];
  const std::string& name = *event.sighting.person;
  if (knowsPeople_) {
    const auto id = idByName_.find(name);
    return id == idByName_.end() ? nullptr : &places_.at(id->second);
  }
  const std::string id = idOf(name, std::nullopt);
  Tracked& tracked = places_[id];
  if (tracked.place.id.empty()) tracked.place = {levelOf(name, id), id, name, false, "", false};
  return &tracked;
}

void Presence::take(const sightings::Event& event, std::string attributes) {
  const std::lock_guard lock(mutex_);
  Tracked* tracked = placeFor(event);
  const std::int64_t sighting = event.sighting.id;
  if (event.kind == sightings::EventKind::left) idBySight_.erase(sighting);
  if (!tracked) return;
  if (event.kind == sightings::EventKind::entered) {
    tracked->sightings.insert(sighting);
    idBySight_[sighting] = tracked->place.id;
  } else {
    tracked->sightings.erase(sighting);
  }
  tracked->place.isHere = !tracked->sightings.empty();
  tracked->place.attributes = std::move(attributes);
  tracked->isChanged = true;
}

void Presence::putAway(const std::string& id, bool isPersonGone) {
  gone_.push_back({places_.at(id).place.level, id, isPersonGone});
}

void Presence::setPeople(const std::vector<EnrolledPerson>& people) {
  const std::lock_guard lock(mutex_);
  knowsPeople_ = true;
  idByName_.clear();
  std::set<std::string> there{""};
  for (const EnrolledPerson& person : people) {
    const std::string id = idOf(person.name, person.id);
    there.insert(id);
    idByName_[person.name] = id;
    Tracked& tracked = places_[id];
    Place& place = tracked.place;
    if (place.name == person.name) continue;
    const std::string level = levelOf(person.name, id);
    if (!place.level.empty() && place.level != level) putAway(id, false);
    place.level = level;
    place.id = id;
    place.name = person.name;
    place.isAnnounced = false;
    tracked.isChanged = true;
  }
  for (auto place = places_.begin(); place != places_.end();) {
    if (there.contains(place->first)) {
      ++place;
      continue;
    }
    putAway(place->first, true);
    place = places_.erase(place);
  }
}

Presence::Changes Presence::takeChanges() {
  const std::lock_guard lock(mutex_);
  Changes changes;
  changes.gone = std::exchange(gone_, {});
  for (auto& [id, tracked] : places_) {
    if (!std::exchange(tracked.isChanged, false)) continue;
    changes.places.push_back(tracked.place);
    tracked.place.isAnnounced = true;
  }
  return changes;
}

void Presence::forgetWhatWasTold() {
  const std::lock_guard lock(mutex_);
  for (auto& [id, tracked] : places_) {
    tracked.isChanged = true;
    tracked.place.isAnnounced = false;
  }
}

bool Presence::knowsPeople() const {
  const std::lock_guard lock(mutex_);
  return knowsPeople_;
}

bool Presence::hasLevel(const std::string& level) const {
  const std::lock_guard lock(mutex_);
  return std::ranges::any_of(places_, [&level](const auto& place) { return place.second.place.level == level; });
}

bool Presence::hasId(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  return places_.contains(id);
}

}  // namespace facewire::events
