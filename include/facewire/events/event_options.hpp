#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace facewire::events {

/// A program that is started for each event.
struct CommandOptions {
  std::filesystem::path program;  ///< empty: none
  std::vector<std::string> arguments;
  std::chrono::milliseconds timeout{10'000};  ///< after which it and its process group are killed
};

/// An address that each event is posted to.
struct WebhookOptions {
  std::string url;                   ///< http or https; empty: none
  std::filesystem::path secretFile;  ///< what the posts are signed with; empty: they are not
  std::filesystem::path ca;          ///< whose certificates are believed; empty: the system's
  bool picture = false;              ///< with the crop, as base64
  std::chrono::milliseconds retryTime{3'600'000};
  std::chrono::milliseconds firstRetry{1'000};  ///< each further one waits twice as long, up to a minute
};

/// A broker that events and states are published to.
struct MqttOptions {
  std::string url;  ///< mqtt://[USER@]HOST[:PORT] or mqtts://...; empty: none
  std::filesystem::path passwordFile;
  std::filesystem::path ca;  ///< as the webhook's
  std::string topic = "facewire";
  std::string discovery = "homeassistant";  ///< empty or "none": no configurations for Home Assistant
  bool announce = true;  ///< false: events only; no states, no availability, nothing that stays at the broker
};

/// Where events are sent; nowhere, unless told.
struct EventOptions {
  CommandOptions command;
  WebhookOptions webhook;
  MqttOptions mqtt;
  std::size_t queue = 1'000;  ///< events that wait for one receiver; then the oldest goes
  std::string server;         ///< what events call this server; empty: nothing
  std::string version;        ///< as receivers are told
};

}  // namespace facewire::events
