#pragma once

#include <csignal>
#include <stop_token>
#include <thread>

#include "facewire/net/wake_event.hpp"

namespace facewire::app {

/// Turns SIGINT and SIGTERM into a stop request, so that a video file is closed properly; a second one ends the program
/// at once. Create it before any other thread: the signals are blocked from then on, and new threads inherit that.
class InterruptWatch {
 public:
  /// Throws std::system_error where the system has no descriptor left.
  explicit InterruptWatch(std::stop_source stop);
  ~InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;

 private:
  void watch();

  std::stop_source stop_;
  net::WakeEvent over_;
  sigset_t before_{};
  int signals_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace facewire::app
