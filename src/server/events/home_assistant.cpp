#include "home_assistant.hpp"

#include <algorithm>

namespace facewire::events {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kUsualPrefix = "facewire";

/// "facewire_attic" of "facewire/attic": the prefix is what tells two servers at one broker apart.
std::string nodeOf(const std::string& prefix) {
  std::string node = slugOf(prefix);
  std::ranges::replace(node, '-', '_');
  return node.starts_with(kUsualPrefix) ? node : std::string(kUsualPrefix) + "_" + node;
}

/// "Facewire attic" of "facewire/attic".
std::string deviceOf(const std::string& prefix) {
  std::string rest = prefix;
  if (prefix == kUsualPrefix) return "Facewire";
  if (prefix.starts_with(std::string(kUsualPrefix) + "/")) rest = prefix.substr(kUsualPrefix.size() + 1);
  std::ranges::replace(rest, '/', ' ');
  return "Facewire " + rest;
}

}  // namespace

HomeAssistant::HomeAssistant(std::string prefix, Topics topics, std::string version)
    : prefix_(std::move(prefix)),
      topics_(std::move(topics)),
      version_(std::move(version)),
      node_(nodeOf(topics_.prefix())),
      device_(deviceOf(topics_.prefix())) {}

std::string HomeAssistant::topicOf(const std::string& component, const std::string& object) const {
  return prefix_ + "/" + component + "/" + node_ + "/" + object + "/config";
}

Json HomeAssistant::common(const std::string& name, const std::string& object) const {
  return {{"name", name},
          {"unique_id", node_ + "_" + object},
          {"availability_topic", topics_.availability()},
          {"device",
           {{"identifiers", Json::array({node_})},
            {"name", device_},
            {"manufacturer", "Facewire"},
            {"model", "facewired"},
            {"sw_version", version_}}},
          {"origin", {{"name", "Facewire"}, {"sw_version", version_}}}};
}

HomeAssistant::Configuration HomeAssistant::event() const {
  Json payload = common("Sighting", "sighting");
  payload["icon"] = "mdi:face-recognition";
  payload["state_topic"] = topics_.event();
  payload["event_types"] = {"entered", "left"};
  // All fields become attributes; which of the types it is has to be called event_type.
  payload["value_template"] = "{{ dict(value_json, event_type=value_json.event) | to_json }}";
  payload["qos"] = 1;
  return {topicOf("event", "sighting"), std::move(payload)};
}

Json HomeAssistant::presence(const std::string& name, const std::string& object, const std::string& level) const {
  Json payload = common(name, object);
  payload["device_class"] = "occupancy";
  payload["state_topic"] = topics_.state(level);
  payload["json_attributes_topic"] = topics_.attributes(level);
  payload["qos"] = 1;
  return payload;
}

HomeAssistant::Configuration HomeAssistant::strangers() const {
  return {topicOf("binary_sensor", "stranger"), presence("Somebody unknown", "stranger", "")};
}

HomeAssistant::Configuration HomeAssistant::person(const std::string& name, const std::string& id,
                                                   const std::string& level) const {
  return {personTopic(id), presence(name, "person_" + id, level)};
}

std::string HomeAssistant::personTopic(const std::string& id) const {
  return topicOf("binary_sensor", "person_" + id);
}

}  // namespace facewire::events
