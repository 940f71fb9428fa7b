#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "event_queue.hpp"
#include "facewire/base/result.hpp"
#include "mqtt_target.hpp"

struct mosquitto;
struct mosquitto_message;

namespace facewire::events {

/// One connection to a broker, from the first packet to the last: it is never used again. Nothing of it waits but the
/// look-up of the broker's name. Confined to one thread, with SIGPIPE blocked or ignored.
class MqttConnection {
 public:
  /// What the broker says in our place when we are gone.
  struct Will {
    std::string topic;
    std::string payload;
  };
  /// Called by wait() with what the broker had kept of a topic.
  using OnRetained = std::function<void(const std::string& topic, bool isEmpty)>;

  /// Throws std::runtime_error where libmosquitto cannot be had, or the CA file cannot be used.
  MqttConnection(MqttTarget target, const Will* will, OnRetained onRetained);
  ~MqttConnection();
  MqttConnection(const MqttConnection&) = delete;
  MqttConnection& operator=(const MqttConnection&) = delete;

  /// Begins to connect. Errors: `unreachable`, as everywhere here.
  Result<void> open();
  /// Whether the broker has let us in.
  bool isUp() const { return isUp_; }

  /// Waits for the socket, an arrival in the queue, its closing, or `until`, and does what the socket is ready for.
  Result<void> wait(EventQueue& queue, Clock::time_point until);

  /// Hands it to the library, with quality of service 1; a number for isAcknowledged().
  Result<int> publish(const std::string& topic, const std::string& payload, bool retain);
  bool isAcknowledged(int number) const { return !pending_.contains(number); }
  /// Nothing that was published has yet to be acknowledged.
  bool isSettled() const { return pending_.empty(); }
  Result<void> subscribe(const std::string& filter);

  /// Says good-bye, so that the will is not told.
  void disconnect();
  bool isOpen() const;

 private:
  static void onConnect(mosquitto*, void* self, int code);
  static void onPublish(mosquitto*, void* self, int number);
  static void onMessage(mosquitto*, void* self, const mosquitto_message* message);
  static void onLog(mosquitto*, void* self, int level, const char* text);
  Result<void> work(short ready);
  tl::unexpected<Error> failure(int code) const;

  const MqttTarget target_;
  const OnRetained onRetained_;
  mosquitto* const native_;
  bool isUp_ = false;
  bool isReachable_ = false;  ///< TCP is there
  std::string refusal_;       ///< by the broker
  std::string tlsFailure_;    ///< by OpenSSL
  std::set<int> pending_;     ///< published and not yet acknowledged
};

}  // namespace facewire::events
