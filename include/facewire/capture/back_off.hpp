#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace facewire::capture {

/// How long to wait before the next try: 0.25 s, doubling to 5 s. Confined to one thread.
class BackOff {
 public:
  static constexpr std::chrono::milliseconds kFirst{250};
  static constexpr std::chrono::milliseconds kLongest{5'000};

  /// The next wait; each is twice the one before.
  std::chrono::milliseconds next() {
    const auto wait = next_;
    next_ = std::min(next_ * 2, kLongest);
    return wait;
  }

  void reset() { next_ = kFirst; }

  /// Waits for next(). False where `stop` ended the wait.
  bool wait(const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop, next(), [] { return false; });
    return !stop.stop_requested();
  }

 private:
  std::chrono::milliseconds next_ = kFirst;
};

}  // namespace facewire::capture
