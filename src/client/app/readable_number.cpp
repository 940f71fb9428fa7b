#include "readable_number.hpp"

#include <array>
#include <cmath>
#include <ctime>
#include <utility>

#include "facewire/base/numbers.hpp"
#include "terminal_text.hpp"

namespace facewire::app {

std::string groupedNumber(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t place = text.size(); place > 3; place -= 3) text.insert(place - 3, ",");
  return text;
}

std::string bytesText(std::uint64_t bytes) {
  static constexpr std::array<std::pair<int, std::string_view>, 3> kUnits{{{30, "GiB"}, {20, "MiB"}, {10, "KiB"}}};
  for (const auto& [bits, unit] : kUnits) {
    const std::uint64_t size = std::uint64_t{1} << bits;
    if (bytes >= size && bytes % size == 0) return groupedNumber(bytes / size) + " " + std::string(unit);
  }
  return groupedNumber(bytes) + (bytes == 1 ? " byte" : " bytes");
}

std::string durationText(std::chrono::seconds time) {
  static constexpr std::array<std::pair<std::int64_t, std::string_view>, 4> kUnits{
      {{86'400, "day"}, {3600, "hour"}, {60, "minute"}, {1, "second"}}};
  std::int64_t left = std::max<std::int64_t>(time.count(), 0);
  for (std::size_t i = 0; i < kUnits.size(); ++i) {
    const auto& [size, unit] = kUnits[i];
    if (left < size && i + 1 < kUnits.size()) continue;
    std::string text = counted(static_cast<std::size_t>(left / size), unit);
    left %= size;
    if (i + 1 < kUnits.size() && left / kUnits[i + 1].first > 0) {
      text += " " + counted(static_cast<std::size_t>(left / kUnits[i + 1].first), kUnits[i + 1].second);
    }
    return text;
  }
  return "";
}

std::string secondsText(double seconds) {
  const bool wholeMinutes = seconds >= 60 && std::fmod(seconds, 60) == 0;
  return wholeMinutes ? plainNumber(seconds / 60, 0) + " min" : plainNumber(seconds, 3) + " s";
}

std::string localTime(std::string_view utc) {
  std::tm time{};
  const std::string text(utc);
  const char* end = ::strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &time);
  if (end == nullptr || (std::string_view(end) != "Z")) return printable(utc);
  const std::time_t moment = ::timegm(&time);
  std::tm local{};
  std::array<char, 32> buffer{};
  if (::localtime_r(&moment, &local) == nullptr) return printable(utc);
  return {buffer.data(), std::strftime(buffer.data(), buffer.size(), "%Y-%m-%d %H:%M", &local)};
}

}  // namespace facewire::app
