#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "process.hpp"
#include "temporary_folder.hpp"

namespace facewire::test {

/// A mosquitto of its own on a port of the loopback. Confined to one thread.
class MqttBroker {
 public:
  /// With `secure`: TLS by a certificate for "localhost" that vouches for itself (ca()), and nobody without the name
  /// "ada" and the password "open sesame".
  explicit MqttBroker(bool secure = false);

  std::uint16_t port() const { return port_; }
  /// "mqtt://127.0.0.1:1883"
  std::string url() const;
  std::filesystem::path ca() const { return folder_.path() / "cert.pem"; }
  /// Holds "open sesame", for its owner alone.
  std::filesystem::path passwordFile() const { return folder_.path() / "password"; }

  Process& process() { return *process_; }
  /// As a power cut stops it: what it kept is gone.
  void kill();
  /// The same port again.
  void startAgain();

  /// `mosquitto_sub` on a topic filter, subscribed already. Each message becomes a line of its output: "R TOPIC
  /// PAYLOAD", with 1 for R where the broker had kept it.
  std::unique_ptr<Process> subscribe(const std::string& filter) const;
  void publish(const std::string& topic, const std::string& payload, bool retain) const;

 private:
  void makeSecrets();
  bool start();

  const bool isSecure_;
  TemporaryFolder folder_;
  std::uint16_t port_ = 0;
  std::unique_ptr<Process> process_;
};

}  // namespace facewire::test
