#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "topics.hpp"

namespace facewire::events {

/// How Home Assistant is told what there is to see here (MQTT discovery,
/// https://www.home-assistant.io/integrations/mqtt/): one device with an event entity for all that happens, a binary
/// sensor for each person, and one for strangers. Constant.
class HomeAssistant {
 public:
  /// `prefix`: of its discovery topics. `version`: of this server.
  HomeAssistant(std::string prefix, Topics topics, std::string version);

  struct Configuration {
    std::string topic;
    nlohmann::ordered_json payload;
  };

  Configuration event() const;
  Configuration strangers() const;
  /// `id`: as idOf's; the entity stays the same while it does. `level`: where the states are.
  Configuration person(const std::string& name, const std::string& id, const std::string& level) const;
  /// Where the configuration of a person is; with an empty payload Home Assistant forgets them.
  std::string personTopic(const std::string& id) const;

 private:
  std::string topicOf(const std::string& component, const std::string& object) const;
  nlohmann::ordered_json common(const std::string& name, const std::string& object) const;
  nlohmann::ordered_json presence(const std::string& name, const std::string& object, const std::string& level) const;

  const std::string prefix_;
  const Topics topics_;
  const std::string version_;
  const std::string node_;    ///< this server among all that Home Assistant knows
  const std::string device_;  ///< what people call it
};

}  // namespace facewire::events
