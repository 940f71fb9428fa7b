#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "facewire/base/clock.hpp"

namespace facewire::access {

/// Keeps those away who guess: a place (an address, a network, a user) that failed to log in too often within a time is
/// not listened to until that time is over. Safe for concurrent use. Memory is bounded, however many places try.
class LoginGuard {
 public:
  /// `maxFailures` within `window`.
  LoginGuard(std::size_t maxFailures, std::chrono::seconds window);

  /// From the next failure on.
  void setMaxFailures(std::size_t maxFailures);

  /// How long the place still has to wait; nothing where it may try.
  std::optional<std::chrono::seconds> barredFor(const std::string& place, Clock::time_point now = Clock::now());

  void noteFailure(const std::string& place, Clock::time_point now = Clock::now());

 private:
  void forgetOld(Clock::time_point now);

  const std::chrono::seconds window_;
  std::mutex mutex_;
  std::size_t maxFailures_ = 1;  ///< guarded by mutex_
  /// The last maxFailures_ of each place, oldest first; guarded by mutex_.
  std::map<std::string, std::deque<Clock::time_point>> failures_;
};

}  // namespace facewire::access
