#include "facewire/client/sighting.hpp"

#include "facewire/base/clock.hpp"
#include "facewire/client/client.hpp"
#include "read_number.hpp"

namespace facewire::client {
namespace {

using protocol::Json;

std::chrono::system_clock::time_point readTime(const Json& json) {
  const auto time = parseUtc(json.get<std::string>());
  if (!time) throw Json::other_error::create(501, "\"" + json.get<std::string>() + "\" is no time", nullptr);
  return *time;
}

/// What is missing or of another type is told by where it was looked for.
template <typename T>
Result<T> read(const Result<Json>& answer, const char* op, T (*fields)(const Json&)) {
  if (!answer) return fail(answer.error());
  try {
    return fields(*answer);
  } catch (const Json::exception& error) {
    return fail(ErrorCode::badMessage, "RESPONSE to " + std::string(op) + ": " + error.what());
  }
}

std::size_t readRemoved(const Json& json) {
  return readCount(json.at("removed"));
}

}  // namespace

Sighting readSighting(const Json& json) {
  Sighting sighting;
  sighting.id = readWhole(json.at("id"));
  if (const Json& person = json.at("person"); !person.is_null()) sighting.person = person.get<std::string>();
  sighting.client = json.at("client").get<std::string>();
  sighting.first = readTime(json.at("first"));
  sighting.last = readTime(json.at("last"));
  sighting.frames = readCount(json.at("frames"));
  sighting.score = json.at("score").get<double>();
  sighting.isOpen = json.value("open", false);
  sighting.hasPicture = json.value("picture", false);
  return sighting;
}

SightingPage readSightings(const Json& json) {
  SightingPage page;
  for (const Json& one : json.at("sightings")) page.sightings.push_back(readSighting(one));
  if (const Json& next = json.at("next"); !next.is_null()) page.next = readWhole(next);
  return page;
}

WatchPage readWatch(const Json& json) {
  WatchPage page;
  for (const Json& one : json.at("events")) {
    page.events.push_back({one.at("event").get<std::string>() == "left", readSighting(one)});
  }
  page.next = readWhole(json.at("next"));
  page.missed = readCount(json.at("missed"));
  return page;
}

Result<SightingPage> Client::listSightings(const SightingFilter& filter, std::int64_t after) {
  Json fields{{"after", after}};
  if (filter.since) fields["since"] = toUtcText(*filter.since);
  if (filter.until) fields["until"] = toUtcText(*filter.until);
  if (filter.person) fields["person"] = *filter.person;
  if (filter.client) fields["client"] = *filter.client;
  return read(ask("sightings", std::move(fields)), "sightings", readSightings);
}

Result<ShownSighting> Client::showSighting(std::int64_t id) {
  auto sighting = read<Sighting>(ask("sighting", {{"sighting", id}}), "sighting",
                                 [](const Json& json) { return readSighting(json.at("sighting")); });
  if (!sighting) return fail(sighting.error());
  ShownSighting shown{*std::move(sighting), {}};
  if (!shown.sighting.hasPicture) return shown;
  auto picture = readMessage();
  if (!picture) return fail(picture.error());
  if (picture->type != protocol::MessageType::frame) {
    return close({ErrorCode::badMessage,
                  "the server sent " + std::string(protocol::toWord(picture->type)) + " where FRAME was due"});
  }
  shown.picture = std::move(picture->payload);
  return shown;
}

Result<WatchPage> Client::watch(std::optional<std::int64_t> after, std::chrono::seconds wait) {
  Json fields{{"wait", wait.count()}};
  if (after) fields["after"] = *after;
  const net::StreamLimits usual = stream_.limits();
  net::StreamLimits patient = usual;
  patient.idle += wait;
  stream_.setLimits(patient);
  const auto answer = ask("watch", std::move(fields));
  stream_.setLimits(usual);
  return read(answer, "watch", readWatch);
}

Result<std::size_t> Client::removeSightingsBefore(std::chrono::system_clock::time_point time) {
  return read(ask("remove_sightings", {{"before", toUtcText(time)}}), "remove_sightings", readRemoved);
}

Result<std::size_t> Client::removeSightingsOf(std::string_view person) {
  return read(ask("remove_sightings", {{"person", person}}), "remove_sightings", readRemoved);
}

}  // namespace facewire::client
