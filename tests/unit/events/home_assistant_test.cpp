#include "home_assistant.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace facewire::events {
namespace {

using Json = nlohmann::ordered_json;

/// Keys that Home Assistant documents, by the kind of their values: of every entity, of its device, of its origin, and
/// of each component (home-assistant.io/integrations/mqtt, event.mqtt, binary_sensor.mqtt).
using Keys = std::map<std::string, Json::value_t>;
constexpr auto kText = Json::value_t::string;
const Keys kOfEntity{{"name", kText},
                     {"unique_id", kText},
                     {"availability_topic", kText},
                     {"device", Json::value_t::object},
                     {"origin", Json::value_t::object},
                     {"icon", kText},
                     {"qos", Json::value_t::number_integer},
                     {"json_attributes_topic", kText},
                     {"state_topic", kText},
                     {"value_template", kText},
                     {"device_class", kText}};
const Keys kOfDevice{{"identifiers", Json::value_t::array},
                     {"name", kText},
                     {"manufacturer", kText},
                     {"model", kText},
                     {"sw_version", kText}};
const Keys kOfOrigin{{"name", kText}, {"sw_version", kText}};

void expectOnly(const Json& json, const Keys& known) {
  for (const auto& [key, value] : json.items()) {
    const auto found = known.find(key);
    ASSERT_NE(found, known.end()) << key << " is no key that Home Assistant knows";
    EXPECT_EQ(value.type(), found->second) << key;
  }
}

void expectValid(const HomeAssistant::Configuration& configuration) {
  Keys known = kOfEntity;
  if (configuration.topic.starts_with("homeassistant/event/")) {
    known["event_types"] = Json::value_t::array;
    EXPECT_TRUE(configuration.payload.contains("event_types"));
    EXPECT_FALSE(configuration.payload.contains("device_class"));  // button, doorbell and motion are all there are
  } else {
    EXPECT_EQ(configuration.payload["device_class"], "occupancy");
  }
  expectOnly(configuration.payload, known);
  EXPECT_TRUE(configuration.payload.contains("state_topic"));
  // Without these an entity cannot be renamed or put under a device.
  EXPECT_TRUE(configuration.payload.contains("unique_id"));
  EXPECT_FALSE(configuration.payload["device"]["identifiers"].empty());
  expectOnly(configuration.payload["device"], kOfDevice);
  EXPECT_TRUE(configuration.payload["origin"].contains("name"));
  expectOnly(configuration.payload["origin"], kOfOrigin);
  // <prefix>/<component>/<node>/<object>/config, of letters, digits, '_' and '-'.
  const std::string rest = configuration.topic.substr(configuration.topic.find('/') + 1);
  EXPECT_EQ(std::count(rest.begin(), rest.end(), '/'), 3) << rest;
  EXPECT_EQ(rest.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-/"), std::string::npos) << rest;
}

TEST(HomeAssistant, IsToldOfOneDeviceByKeysThatItKnows) {
  const HomeAssistant home("homeassistant", Topics("facewire"), "1.2");
  std::set<std::string> ids;
  std::set<std::string> devices;
  for (const auto& configuration : {home.event(), home.strangers(), home.person("Ada", "7", "ada-7")}) {
    expectValid(configuration);
    ids.insert(configuration.payload["unique_id"]);
    devices.insert(configuration.payload["device"].dump());
  }
  EXPECT_EQ(ids.size(), 3u);
  EXPECT_EQ(devices.size(), 1u);
}

TEST(HomeAssistant, APersonStaysTheSameEntityWhenRenamed) {
  const HomeAssistant home("homeassistant", Topics("facewire"), "1.2");
  const auto before = home.person("Ada", "7", "ada-7");
  const auto after = home.person("Ada B.", "7", "ada-b-7");
  EXPECT_EQ(before.topic, after.topic);
  EXPECT_EQ(before.topic, home.personTopic("7"));
  EXPECT_EQ(before.payload["unique_id"], after.payload["unique_id"]);
  EXPECT_EQ(after.payload["name"], "Ada B.");
  EXPECT_EQ(after.payload["state_topic"], "facewire/people/ada-b-7/state");
}

TEST(HomeAssistant, TwoServersAtOneBrokerAreTwoDevices) {
  const HomeAssistant home("homeassistant", Topics("facewire"), "1.2");
  const HomeAssistant attic("homeassistant", Topics("facewire/attic"), "1.2");
  EXPECT_EQ(home.event().payload["device"]["name"], "Facewire");
  EXPECT_EQ(attic.event().payload["device"]["name"], "Facewire attic");
  EXPECT_EQ(attic.event().payload["unique_id"], "facewire_attic_sighting");
  EXPECT_NE(home.event().topic, attic.event().topic);
  expectValid(HomeAssistant("homeassistant", Topics("\xC3\x9C/$x"), "1").event());
}

}  // namespace
}  // namespace facewire::events
