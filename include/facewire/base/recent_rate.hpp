#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "facewire/base/clock.hpp"

namespace facewire {

/// How often a second something happened of late: over the last ten seconds, or since this began where that is less.
/// Safe for concurrent use, without waiting.
class RecentRate {
 public:
  explicit RecentRate(Clock::time_point began = Clock::now()) : began_(began) {}

  void note(Clock::time_point now = Clock::now()) noexcept;

  double perSecond(Clock::time_point now = Clock::now()) const noexcept;

 private:
  static constexpr std::uint32_t kSeconds = 10;

  const Clock::time_point began_;
  /// By second: its number, counted from 1, in the upper half, and what happened in it in the lower.
  std::array<std::atomic<std::uint64_t>, 16> seconds_{};
};

}  // namespace facewire
