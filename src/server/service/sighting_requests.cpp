#include "sighting_requests.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "facewire/base/clock.hpp"
#include "facewire/image/jpeg_codec.hpp"
#include "facewire/image/png_codec.hpp"
#include "people_requests.hpp"

namespace facewire::service {
namespace {

using protocol::Json;
using protocol::Request;
using sightings::Sighting;
using sightings::StoredSighting;
using Time = std::chrono::system_clock::time_point;

/// So many sightings, or events, in one answer.
constexpr std::int64_t kMostAnswered = 500;
constexpr std::int64_t kUsuallyAnswered = 200;

constexpr std::int64_t kLongestWait = 60;

/// A sighting's picture is small: what is lost would be seen.
constexpr int kPictureQuality = 95;
constexpr std::size_t kMaxPicturePixels = 1'000'000;

double toThousandths(double number) {
  return std::round(number * 1000) / 1000;
}

Json toJson(const Sighting& sighting) {
  const std::chrono::duration<double> time = sighting.last - sighting.first;
  Json json{{"id", sighting.id}};
  json["person"] = nullptr;
  if (sighting.person) json["person"] = *sighting.person;
  json["client"] = sighting.client;
  json["first"] = toUtcText(sighting.first);
  json["last"] = toUtcText(sighting.last);
  json["seconds"] = toThousandths(time.count());
  json["frames"] = sighting.frames;
  json["score"] = toThousandths(sighting.score);
  return json;
}

Json toJson(const StoredSighting& stored) {
  Json json = toJson(stored.sighting);
  json["open"] = stored.isOpen;
  json["picture"] = stored.hasPicture;
  return json;
}

bool isGiven(const Request& request, const char* field) {
  const auto found = request.body.find(field);
  return found != request.body.end() && !found->is_null();
}

Result<std::optional<Time>> timeField(const Request& request, const char* field) {
  if (!isGiven(request, field)) return std::nullopt;
  const auto text = protocol::requireText(request, field);
  if (!text) return fail(text.error());
  const auto time = parseUtc(*text);
  if (!time) {
    return fail(ErrorCode::badMessage,
                "REQUEST " + request.op + ": \"" + field + "\" must be a time in UTC, as \"2026-11-22T14:41:07Z\"");
  }
  return *time;
}

Result<std::int64_t> wholeField(const Request& request, const char* field, std::int64_t usual, std::int64_t least,
                                std::int64_t most) {
  if (!isGiven(request, field)) return usual;
  const auto number = protocol::requireInteger(request, field);
  if (!number) return fail(number.error());
  if (*number < least || *number > most) {
    return fail(ErrorCode::badMessage, "REQUEST " + request.op + ": \"" + field + "\" must be from " +
                                           std::to_string(least) + " to " + std::to_string(most));
  }
  return *number;
}

Result<sightings::SightingBook*> bookOf(const Workshop& workshop) {
  if (!workshop.sightings) return fail(ErrorCode::internal, "this server keeps no sightings");
  return workshop.sightings;
}

Result<sightings::SightingQuery> readQuery(const Request& request) {
  sightings::SightingQuery query;
  const auto since = timeField(request, "since");
  if (!since) return fail(since.error());
  query.since = *since;
  const auto until = timeField(request, "until");
  if (!until) return fail(until.error());
  query.until = *until;
  if (isGiven(request, "person")) {
    const auto person = nameField(request, "person");
    if (!person) return fail(person.error());
    query.person = *person;
  }
  if (isGiven(request, "client")) {
    const auto client = protocol::requireText(request, "client");
    if (!client) return fail(client.error());
    query.client = *client;
  }
  const auto after = wholeField(request, "after", 0, 0, std::numeric_limits<std::int64_t>::max());
  if (!after) return fail(after.error());
  query.after = *after;
  const auto limit = wholeField(request, "limit", kUsuallyAnswered, 1, kMostAnswered);
  if (!limit) return fail(limit.error());
  query.limit = static_cast<std::size_t>(*limit);
  return query;
}

/// PNG to the protocol's kind of picture.
Result<Bytes> toJpeg(const Bytes& png) {
  const auto picture = image::decodePng(png, kMaxPicturePixels);
  if (!picture) return fail(ErrorCode::internal, "the picture is damaged: " + picture.error().detail);
  image::JpegEncoder encoder;
  const auto jpeg = encoder.encode(*picture, kPictureQuality);
  if (!jpeg) return fail(jpeg.error());
  return Bytes(jpeg->begin(), jpeg->end());
}

}  // namespace

Result<Json> listSightings(const Workshop& workshop, const Request& request) {
  const auto book = bookOf(workshop);
  if (!book) return fail(book.error());
  auto query = readQuery(request);
  if (!query) return fail(query.error());
  const std::size_t limit = query->limit++;  // one more tells whether there are any
  auto found = (*book)->read(*query);
  if (!found) return fail(found.error());
  const bool haveMore = found->size() > limit;
  if (haveMore) found->pop_back();
  Json list = Json::array();
  for (const StoredSighting& sighting : *found) list.push_back(toJson(sighting));
  Json answer{{"sightings", std::move(list)}};
  answer["next"] = nullptr;
  if (haveMore) answer["next"] = found->back().sighting.id;
  return answer;
}

protocol::Response showSighting(const Workshop& workshop, const Request& request) {
  const auto show = [&]() -> Result<sightings::SightingBook::Shown> {
    const auto book = bookOf(workshop);
    if (!book) return fail(book.error());
    const auto id = protocol::requireInteger(request, "sighting");
    if (!id) return fail(id.error());
    auto shown = (*book)->show(*id);
    if (!shown) return fail(shown.error());
    if (!*shown) return fail(ErrorCode::unknownPerson, "there is no sighting " + std::to_string(*id));
    return *std::move(*shown);
  };
  auto shown = show();
  if (!shown) return {request.id, fail(shown.error())};
  protocol::Response response{request.id, Json{{"sighting", toJson(shown->sighting)}}};
  if (!shown->picture) return response;
  auto jpeg = toJpeg(*shown->picture);
  if (!jpeg) return {request.id, fail(jpeg.error())};
  response.frame = *std::move(jpeg);
  return response;
}

Result<Json> watchSightings(const Workshop& workshop, const Request& request, const server::Load& load) {
  const auto book = bookOf(workshop);
  if (!book) return fail(book.error());
  const sightings::EventRing& ring = (*book)->events();
  const auto after = wholeField(request, "after", ring.next(), 0, std::numeric_limits<std::int64_t>::max());
  if (!after) return fail(after.error());
  const auto wait = wholeField(request, "wait", 0, 0, kLongestWait);
  if (!wait) return fail(wait.error());
  const auto page =
      ring.wait(*after, static_cast<std::size_t>(kMostAnswered), std::chrono::seconds(*wait), load.isOver);
  Json events = Json::array();
  for (const auto& kept : page.events) {
    Json event{{"event", kept.event.kind == sightings::EventKind::entered ? "entered" : "left"}};
    event.update(toJson(kept.event.sighting));
    events.push_back(std::move(event));
  }
  return Json{{"events", std::move(events)}, {"next", page.next}, {"missed", page.missed}};
}

Result<Json> removeSightings(const Workshop& workshop, const Request& request) {
  const auto book = bookOf(workshop);
  if (!book) return fail(book.error());
  if (isGiven(request, "before") == isGiven(request, "person")) {
    return fail(ErrorCode::badMessage, "REQUEST remove_sightings: give \"before\" or \"person\"");
  }
  const auto removed = [&]() -> Result<std::size_t> {
    if (isGiven(request, "before")) {
      const auto before = timeField(request, "before");
      if (!before) return fail(before.error());
      return (*book)->forgetBefore(**before);
    }
    const auto name = nameField(request, "person");
    if (!name) return fail(name.error());
    const auto snapshot = workshop.gallery.snapshot();
    const auto found = snapshot->byName.find(*name);
    if (found == snapshot->byName.end()) {
      return fail(ErrorCode::unknownPerson, "nobody is called \"" + *name + "\"");
    }
    return (*book)->forget(found->second, *name);
  }();
  if (!removed) return fail(removed.error());
  return Json{{"removed", *removed}};
}

Json describeSightings(const Workshop& workshop) {
  if (!workshop.sightings) return nullptr;
  const sightings::SightingStatus status = workshop.sightings->status();
  Json json{{"kept", nullptr}, {"days", status.days}, {"dropped", status.dropped}, {"open", status.open}};
  if (status.kept) json["kept"] = *status.kept;
  return json;
}

}  // namespace facewire::service
