#include "facewire/events/event_json.hpp"

#include <cmath>

#include "facewire/base/clock.hpp"

namespace facewire::events {
namespace {

std::string_view toWord(sightings::EventKind kind) {
  return kind == sightings::EventKind::entered ? "entered" : "left";
}

/// Seconds and scores are read by people too.
double toThousandths(double number) {
  return std::round(number * 1000) / 1000;
}

}  // namespace

nlohmann::ordered_json toJson(const sightings::Event& event, const std::string& server) {
  const sightings::Sighting& seen = event.sighting;
  const std::chrono::duration<double> lasted = seen.last - seen.first;
  nlohmann::ordered_json json{{"event", toWord(event.kind)}, {"id", seen.id}};
  json["person"] = nullptr;
  if (seen.person) json["person"] = *seen.person;
  json["known"] = seen.person.has_value();
  json["client"] = seen.client;
  json["first"] = toUtcText(seen.first);
  json["last"] = toUtcText(seen.last);
  json["seconds"] = toThousandths(lasted.count());
  json["frames"] = seen.frames;
  json["score"] = toThousandths(seen.score);
  if (!server.empty()) json["server"] = server;
  return json;
}

std::string toLine(const nlohmann::ordered_json& json) {
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string eventId(const sightings::Event& event) {
  return std::to_string(event.sighting.id) + "-" + std::string(toWord(event.kind));
}

}  // namespace facewire::events
