#include "facewire/protocol/hello.hpp"

#include <algorithm>

#include "facewire/protocol/message.hpp"
#include "fields.hpp"

namespace facewire::protocol {
namespace {

constexpr std::string_view toWord(Reply reply) {
  return reply == Reply::faces ? "faces" : "frame";
}

Result<std::vector<Reply>> parseReplies(const Json& list) {
  constexpr const char* kExpected = "a list of \"faces\", \"frame\" or both";
  if (!list.is_array() || list.empty()) return badField("HELLO", "reply", kExpected);
  std::vector<Reply> replies;
  for (const Json& word : list) {
    const bool faces = word == "faces";
    if (!faces && word != "frame") return badField("HELLO", "reply", kExpected);
    const Reply reply = faces ? Reply::faces : Reply::frame;
    if (std::ranges::find(replies, reply) != replies.end()) return badField("HELLO", "reply", kExpected);
    replies.push_back(reply);
  }
  return replies;
}

Result<std::size_t> sizeField(const Json& json, std::string_view message, const char* field) {
  const auto number = integerField(json, message, field);
  if (!number) return fail(number.error());
  if (*number < 0) return badField(message, field, "at least 0");
  return static_cast<std::size_t>(*number);
}

}  // namespace

Result<Hello> parseHello(ByteView payload) {
  const auto json = parseObject(payload, "HELLO");
  if (!json) return fail(json.error());
  Hello hello;
  const auto version = integerField(*json, "HELLO", "version");
  if (!version) return fail(version.error());
  if (*version != kProtocolVersion) {
    return fail(ErrorCode::badMessage, "HELLO: version " + std::to_string(*version) +
                                           " is not spoken here, only version " + std::to_string(kProtocolVersion));
  }
  const auto client = optionalTextField(*json, "HELLO", "client");
  if (!client) return fail(client.error());
  hello.client = client->value_or("");
  const auto token = optionalTextField(*json, "HELLO", "token");
  if (!token) return fail(token.error());
  hello.token = token->value_or("");
  if (const auto reply = json->find("reply"); reply != json->end()) {
    auto replies = parseReplies(*reply);
    if (!replies) return fail(replies.error());
    hello.reply = std::move(*replies);
  }
  if (const auto track = json->find("track"); track != json->end()) {
    if (!track->is_boolean()) return badField("HELLO", "track", "true or false");
    hello.track = track->get<bool>();
  }
  if (const auto sightings = json->find("sightings"); sightings != json->end()) {
    if (!sightings->is_boolean()) return badField("HELLO", "sightings", "true or false");
    hello.sightings = sightings->get<bool>();
  }
  return hello;
}

Result<Welcome> parseWelcome(ByteView payload) {
  const auto json = parseObject(payload, "WELCOME");
  if (!json) return fail(json.error());
  Welcome welcome;
  const auto version = integerField(*json, "WELCOME", "version");
  if (!version) return fail(version.error());
  if (*version != kProtocolVersion) return badField("WELCOME", "version", "1");
  const auto server = textField(*json, "WELCOME", "server");
  if (!server) return fail(server.error());
  welcome.server = *server;
  const auto limits = json->find("limits");
  if (limits == json->end() || !limits->is_object()) return badField("WELCOME", "limits", "an object");
  const auto frameBytes = sizeField(*limits, "WELCOME", "max_frame_bytes");
  if (!frameBytes) return fail(frameBytes.error());
  const auto pixels = sizeField(*limits, "WELCOME", "max_pixels");
  if (!pixels) return fail(pixels.error());
  welcome.limits = {*frameBytes, *pixels};
  if (const auto engine = json->find("engine"); engine != json->end()) welcome.engine = *engine;
  const auto people = sizeField(*json, "WELCOME", "people");
  if (!people) return fail(people.error());
  welcome.people = *people;
  if (const auto role = json->find("role"); role != json->end() && role->is_string()) welcome.role = *role;
  return welcome;
}

std::string toJsonText(const Hello& hello) {
  Json json{{"version", hello.version}, {"client", hello.client}};
  if (!hello.token.empty()) json["token"] = hello.token;
  json["reply"] = Json::array();
  for (const Reply reply : hello.reply) json["reply"].push_back(toWord(reply));
  if (!hello.track) json["track"] = false;
  if (!hello.sightings) json["sightings"] = false;
  return toText(json);
}

std::string toJsonText(const Welcome& welcome) {
  Json json{{"version", welcome.version},
            {"server", welcome.server},
            {"limits", {{"max_frame_bytes", welcome.limits.maxFrameBytes}, {"max_pixels", welcome.limits.maxPixels}}},
            {"engine", welcome.engine},
            {"people", welcome.people}};
  if (!welcome.role.empty()) json["role"] = welcome.role;
  return toText(json);
}

}  // namespace facewire::protocol
