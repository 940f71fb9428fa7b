#include "visits.hpp"

#include <algorithm>

namespace facewire::sightings {

std::vector<Visit*> Visits::take(const Observation& observation) {
  std::vector<Visit*> begun;
  if (observation.isEnd) {
    std::erase_if(candidates_, [&](const auto& entry) { return entry.first.first == observation.stream; });
    return begun;
  }
  ++frame_;
  for (const SeenFace& face : observation.faces) {
    if (!face.person && !options_.strangers) continue;
    Candidate& candidate = follow(observation, face);
    if (!isThere(candidate, face, observation.at)) continue;
    if (Visit* const visit = count(observation, face, candidate)) begun.push_back(visit);
  }
  return begun;
}

/// The track's candidate, this frame included.
Visits::Candidate& Visits::follow(const Observation& observation, const SeenFace& face) {
  const gallery::PersonId person = face.person ? face.person->id : 0;
  Candidate& candidate = candidates_[{observation.stream, face.track}];
  const bool isLate = observation.at.steady - candidate.last >= options_.cooldown;
  if (candidate.frames == 0 || candidate.person != person || isLate) {
    candidate = {.person = person, .first = observation.at, .last = {}};
  }
  candidate.last = observation.at.steady;
  ++candidate.frames;
  candidate.score = std::max(candidate.score, face.score);
  if (!face.picture.empty() && face.merit > candidate.merit) {
    candidate.picture = face.picture;
    candidate.merit = face.merit;
  }
  return candidate;
}

bool Visits::isThere(const Candidate& candidate, const SeenFace& face, const Moment& now) const {
  if (!face.isSteady) return false;
  return face.person || (candidate.frames >= kStrangerFrames && now.steady - candidate.first.steady >= kStrangerStays);
}

/// Puts what the track has shown into the visit; that, where it begins with it.
Visit* Visits::count(const Observation& observation, const SeenFace& face, Candidate& candidate) {
  const auto [place, isNew] = visits_.try_emplace({*observation.client, candidate.person});
  Visit& visit = place->second;
  Sighting& sighting = visit.sighting;
  if (isNew) {
    visit.person = candidate.person;
    sighting.client = *observation.client;
    if (face.person) {
      sighting.person = face.person->name;
      visit.created = face.person->created;
    }
    // Of a track that had a visit before, which was ended from outside, only what came after counts.
    sighting.first = candidate.isCounted ? observation.at.wall : candidate.first.wall;
  }
  if (candidate.isCounted) {
    if (visit.countedFrame != frame_) ++sighting.frames;
  } else {
    sighting.frames += candidate.frames - (visit.countedFrame == frame_ ? 1 : 0);
    candidate.isCounted = true;
  }
  visit.countedFrame = frame_;
  visit.lastSeen = observation.at.steady;
  // The wall clock may have been set back meanwhile.
  sighting.last = std::max({observation.at.wall, sighting.last, sighting.first});
  sighting.score = std::max(sighting.score, candidate.score);
  if (!candidate.picture.empty() && isBetter(candidate.merit, visit.merit)) {
    visit.picture = candidate.picture;
    visit.merit = candidate.merit;
  }
  candidate.picture.release();
  visit.isChanged = true;
  return isNew ? &visit : nullptr;
}

template <typename Which>
std::vector<Visit> Visits::end(const Which& which) {
  std::vector<Visit> ended;
  for (auto place = visits_.begin(); place != visits_.end();) {
    if (which(place->second)) {
      ended.push_back(std::move(place->second));
      place = visits_.erase(place);
    } else {
      ++place;
    }
  }
  std::ranges::stable_sort(ended, {}, &Visit::lastSeen);
  return ended;
}

std::vector<Visit> Visits::endDue(Clock::time_point now) {
  std::erase_if(candidates_, [&](const auto& entry) { return now - entry.second.last >= options_.cooldown; });
  return end([&](const Visit& visit) { return now - visit.lastSeen >= options_.cooldown; });
}

std::vector<Visit> Visits::endAll() {
  return end([](const Visit&) { return true; });
}

std::vector<Visit> Visits::endPerson(gallery::PersonId person) {
  std::erase_if(candidates_, [&](const auto& entry) { return entry.second.person == person; });
  return end([&](const Visit& visit) { return visit.person == person; });
}

std::vector<Visit> Visits::endBefore(std::chrono::system_clock::time_point time) {
  return end([&](const Visit& visit) { return visit.sighting.last < time; });
}

std::optional<Clock::time_point> Visits::nextEnd() const {
  if (visits_.empty()) return std::nullopt;
  const auto oldest = std::ranges::min_element(visits_, {}, [](const auto& entry) { return entry.second.lastSeen; });
  return oldest->second.lastSeen + options_.cooldown;
}

}  // namespace facewire::sightings
