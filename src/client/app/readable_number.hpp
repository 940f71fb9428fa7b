#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace facewire::app {

// Numbers and times as people read them. Pure functions, but for the time zone.

/// "1,234,567".
std::string groupedNumber(std::uint64_t number);

/// "8 MiB", "64 KiB", "1000 bytes": whole numbers of the largest unit that has one.
std::string bytesText(std::uint64_t bytes);

/// In the two largest units: "12 seconds", "1 minute 5 seconds", "3 days 4 hours".
std::string durationText(std::chrono::seconds time);

/// As a limit of time is written: "0.5 s", "10 s", "10 min".
std::string secondsText(double seconds);

/// A time of the protocol ("2026-11-22T14:41:07Z") on this machine's clock: "2026-11-22 15:41". What is no such time
/// stays as it is, printable.
std::string localTime(std::string_view utc);

}  // namespace facewire::app
