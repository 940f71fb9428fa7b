#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "facewire/base/result.hpp"

namespace facewire::app {

using WallTime = std::chrono::system_clock::time_point;

/// What people mean by a time: a day is a span, anything else a moment.
struct TimeSpan {
  WallTime begin;
  WallTime end;  ///< the first moment after it; of a moment that itself
};

/// Reads "2026-11-23", "2026-11-23T08:00" (or with a space, or with seconds), "08:00" (today), "today", "yesterday",
/// "now", and "2h" or "-2h" (so long ago: s, m, h, d or w), all in the local time zone. Errors: `invalidInput`, naming
/// the text and what can be written.
Result<TimeSpan> parseTime(std::string_view text, WallTime now);

/// When the local day of that time begins, and the next one: days of 23 and 25 hours among them.
WallTime startOfDay(WallTime time);
WallTime startOfNextDay(WallTime time);

/// In the local time zone: "2026-11-23", "08:14:03".
std::string dayText(WallTime time);
std::string timeOfDayText(WallTime time);

/// The same as ISO 8601 with the offset from UTC: "2026-11-23T08:14:03.250+01:00".
std::string isoText(WallTime time);

/// "12 s", "3 min 5 s", "1 h 2 min".
std::string durationText(std::chrono::duration<double> time);

}  // namespace facewire::app
