#pragma once

#include <chrono>
#include <string>

namespace facewire {

using Clock = std::chrono::steady_clock;

/// Milliseconds from `start` to `end`, with fractions.
inline double millisecondsBetween(Clock::time_point start, Clock::time_point end) {
  return std::chrono::duration<double, std::milli>(end - start).count();
}

/// The present wall-clock time in UTC, as "2026-11-22T14:41:07Z".
std::string utcNow();

}  // namespace facewire
