#pragma once

#include <chrono>

namespace facewire::net {

/// A flag that poll() can wait for: once set, it stays set and wakes every waiter. Safe for concurrent use.
class WakeEvent {
 public:
  /// Throws std::system_error where the system has no descriptor left.
  WakeEvent();
  ~WakeEvent();
  WakeEvent(const WakeEvent&) = delete;
  WakeEvent& operator=(const WakeEvent&) = delete;

  void set() noexcept;
  bool isSet() const noexcept;

  /// Waits so long for it; whether it is set.
  bool waitFor(std::chrono::milliseconds time) const noexcept;

  /// Readable once set; for poll(), never to be read.
  int descriptor() const noexcept { return descriptor_; }

 private:
  int descriptor_;
};

}  // namespace facewire::net
