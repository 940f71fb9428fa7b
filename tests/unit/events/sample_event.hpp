#pragma once

#include <chrono>
#include <string>

#include "facewire/sightings/event.hpp"

namespace facewire::events {

/// Ada before the front door: from 14:41:07.250 on 2026-11-22 for 12.5 s.
inline sightings::Event adaEvent(sightings::EventKind kind = sightings::EventKind::entered, std::int64_t id = 17,
                                 const std::string& person = "Ada") {
  using namespace std::chrono;
  sightings::Event event;
  event.kind = kind;
  event.sighting.id = id;
  event.sighting.person = person;
  event.sighting.client = "front-door";
  event.sighting.first = sys_days(2026y / 11 / 22) + 14h + 41min + 7s + 250ms;
  event.sighting.last = event.sighting.first + 12'500ms;
  event.sighting.frames = 31;
  event.sighting.score = 0.76249;
  return event;
}

inline sightings::Event strangerEvent(sightings::EventKind kind, std::int64_t id) {
  auto event = adaEvent(kind, id);
  event.sighting.person.reset();
  return event;
}

inline constexpr auto kEntered = sightings::EventKind::entered;
inline constexpr auto kLeft = sightings::EventKind::left;

}  // namespace facewire::events
