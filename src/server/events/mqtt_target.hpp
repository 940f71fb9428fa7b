#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "facewire/base/result.hpp"
#include "facewire/events/event_options.hpp"

namespace facewire::events {

/// A broker, and who we are to it.
struct MqttTarget {
  std::string host;
  std::uint16_t port = 1883;
  bool tls = false;
  std::string user;
  std::string password;
  std::filesystem::path ca;  ///< empty: the system's
  std::string name;          ///< "mqtts://host:8883", for people
};

/// Errors: `invalidInput`, naming the setting and the remedy.
Result<MqttTarget> readTarget(const MqttOptions& options);

/// The levels of a topic's prefix without slashes at its ends. Errors: `invalidInput`, naming `setting`: empty, longer
/// than 200 bytes, or with what no topic may have ('+', '#', control characters, '$' first).
Result<std::string> readTopicPrefix(const std::string& setting, const std::string& text);

}  // namespace facewire::events
