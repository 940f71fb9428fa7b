#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace facewire::app {

/// Whoever started the server and wants to be told how it is doing, as systemd does with Type=notify (sd_notify(3)).
/// All of it does nothing where there is nobody. Safe for concurrent use.
class ServiceManager {
 public:
  /// `status`: a line for people.
  void tellReady(const std::string& status);
  void tellReloading();
  void tellStopping();
  /// A start that takes long goes on: to be said again within half a minute.
  void tellStarting(const std::string& status);

  /// It kills and starts again what says nothing for this long; nothing where it does not watch.
  std::optional<std::chrono::milliseconds> watchdogTime() const;
  void tellAlive();
};

}  // namespace facewire::app
