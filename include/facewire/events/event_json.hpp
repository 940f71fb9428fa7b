#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "facewire/sightings/event.hpp"

namespace facewire::events {

/// The event as every way out tells it; docs/events.md lists the fields, whose names stay. `server` is left out where
/// it is empty. The picture is not in it. Safe for concurrent use.
nlohmann::ordered_json toJson(const sightings::Event& event, const std::string& server);

/// One line of UTF-8: what is none in a client's name is replaced.
std::string toLine(const nlohmann::ordered_json& json);

/// "17-entered": the same for every delivery of one event, so that a receiver can tell what it has had already.
std::string eventId(const sightings::Event& event);

}  // namespace facewire::events
