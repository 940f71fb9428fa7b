#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace facewire {

using Clock = std::chrono::steady_clock;

/// Milliseconds from `start` to `end`, with fractions.
inline double millisecondsBetween(Clock::time_point start, Clock::time_point end) {
  return std::chrono::duration<double, std::milli>(end - start).count();
}

/// The present wall-clock time in UTC, as "2026-11-22T14:41:07Z".
std::string utcNow();

/// A wall-clock time in UTC, to the millisecond: "2026-11-22T14:41:07.250Z".
std::string toUtcText(std::chrono::system_clock::time_point time);

/// Reads such a time, with or without a fraction of a second. Nothing where it is none.
std::optional<std::chrono::system_clock::time_point> parseUtc(std::string_view text);

}  // namespace facewire
