#include "facewire/events/event_json.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <ctime>

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

std::string toText(std::chrono::system_clock::time_point time) {
  const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(time);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(milliseconds);
  const std::time_t whole = std::chrono::system_clock::to_time_t(seconds);
  std::tm utc{};
  gmtime_r(&whole, &utc);
  std::array<char, 32> day{};
  std::strftime(day.data(), day.size(), "%Y-%m-%dT%H:%M:%S", &utc);
  std::array<char, 8> rest{};
  std::snprintf(rest.data(), rest.size(), ".%03dZ", static_cast<int>((milliseconds - seconds).count()));
  return std::string(day.data()) + rest.data();
}

nlohmann::ordered_json toJson(const sightings::Event& event, const std::string& server) {
  const sightings::Sighting& seen = event.sighting;
  const std::chrono::duration<double> lasted = seen.last - seen.first;
  nlohmann::ordered_json json{{"event", toWord(event.kind)}, {"id", seen.id}};
  json["person"] = nullptr;
  if (seen.person) json["person"] = *seen.person;
  json["known"] = seen.person.has_value();
  json["client"] = seen.client;
  json["first"] = toText(seen.first);
  json["last"] = toText(seen.last);
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
