#include "local_time.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <optional>

namespace facewire::app {
namespace {

using std::chrono::floor;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::system_clock;

/// What the system's clock can count, in nanoseconds.
constexpr int kFirstYear = 1700;
constexpr int kLastYear = 2200;

std::tm localParts(WallTime time) {
  const std::time_t whole = system_clock::to_time_t(floor<seconds>(time));
  std::tm parts{};
  localtime_r(&whole, &parts);
  return parts;
}

/// Parts beyond their range are carried over: the 32nd is the first of the next month.
WallTime fromLocalParts(std::tm parts) {
  parts.tm_isdst = -1;
  return system_clock::from_time_t(std::mktime(&parts));
}

WallTime startOfDayAfter(WallTime time, int days) {
  std::tm parts = localParts(time);
  parts.tm_hour = parts.tm_min = parts.tm_sec = 0;
  parts.tm_mday += days;
  return fromLocalParts(parts);
}

/// Reads the digits of `form` ("dddd-dd-dd") where the text begins with that form; takes them off the text.
std::optional<std::array<int, 3>> take(std::string_view& text, std::string_view form) {
  if (text.size() < form.size()) return std::nullopt;
  std::array<int, 3> numbers{};
  std::size_t number = 0;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const bool isDigit = text[i] >= '0' && text[i] <= '9';
    if (form[i] == 'd' ? !isDigit : text[i] != form[i]) return std::nullopt;
    if (form[i] == 'd') {
      numbers.at(number) = numbers.at(number) * 10 + (text[i] - '0');
    } else {
      ++number;
    }
  }
  text.remove_prefix(form.size());
  return numbers;
}

std::optional<WallTime> readTimeOfDay(std::string_view text, const std::tm& day) {
  auto clock = take(text, "dd:dd:dd");
  if (!clock) clock = take(text, "dd:dd");
  if (!clock || !text.empty()) return std::nullopt;
  const auto [hours, minutes, rest] = *clock;
  if (hours > 24 || minutes > 59 || rest > 59) return std::nullopt;
  std::tm parts = day;
  parts.tm_hour = hours;
  parts.tm_min = minutes;
  parts.tm_sec = rest;
  return fromLocalParts(parts);
}

std::optional<TimeSpan> readDate(std::string_view text) {
  const auto date = take(text, "dddd-dd-dd");
  if (!date) return std::nullopt;
  const auto [year, month, day] = *date;
  const std::chrono::year_month_day given{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                          std::chrono::day(static_cast<unsigned>(day))};
  if (!given.ok() || year < kFirstYear || year > kLastYear) return std::nullopt;
  std::tm parts{};
  parts.tm_year = year - 1900;
  parts.tm_mon = month - 1;
  parts.tm_mday = day;
  if (text.empty()) {
    const WallTime begin = fromLocalParts(parts);
    return TimeSpan{begin, startOfNextDay(begin)};
  }
  if (text.front() != 'T' && text.front() != ' ') return std::nullopt;
  const auto time = readTimeOfDay(text.substr(1), parts);
  if (!time) return std::nullopt;
  return TimeSpan{*time, *time};
}

std::optional<WallTime> readAgo(std::string_view text, WallTime now) {
  if (text.starts_with('-')) text.remove_prefix(1);
  double amount = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount);
  if (error != std::errc() || !std::isfinite(amount) || amount < 0) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  constexpr std::array<std::pair<std::string_view, double>, 5> kUnits{
      {{"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86'400}, {"w", 604'800}}};
  const auto unit = std::ranges::find(kUnits, text, &std::pair<std::string_view, double>::first);
  constexpr double kLongest = 86'400.0 * 36'500;
  if (unit == kUnits.end() || amount * unit->second > kLongest) return std::nullopt;
  return now - std::chrono::duration_cast<system_clock::duration>(std::chrono::duration<double>(amount * unit->second));
}

}  // namespace

WallTime startOfDay(WallTime time) {
  return startOfDayAfter(time, 0);
}

WallTime startOfNextDay(WallTime time) {
  return startOfDayAfter(time, 1);
}

Result<TimeSpan> parseTime(std::string_view text, WallTime now) {
  if (text == "now") return TimeSpan{now, now};
  if (text == "today") return TimeSpan{startOfDay(now), startOfNextDay(now)};
  if (text == "yesterday") return TimeSpan{startOfDayAfter(now, -1), startOfDay(now)};
  if (const auto date = readDate(text)) return *date;
  if (const auto time = readTimeOfDay(text, localParts(now))) return TimeSpan{*time, *time};
  if (const auto ago = readAgo(text, now)) return TimeSpan{*ago, *ago};
  return fail(ErrorCode::invalidInput, "\"" + std::string(text) +
                                           "\" is no time: write 2026-11-23, 2026-11-23T08:00, 08:00, today, "
                                           "yesterday, or 2h (ago; s, m, h, d, w)");
}

std::string dayText(WallTime time) {
  const std::tm parts = localParts(time);
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d", &parts)};
}

std::string timeOfDayText(WallTime time) {
  const std::tm parts = localParts(time);
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%H:%M:%S", &parts)};
}

std::string isoText(WallTime time) {
  const long offset = localParts(time).tm_gmtoff / 60;  // minutes
  const auto fraction = floor<milliseconds>(time) - floor<seconds>(time);
  std::array<char, 32> rest{};
  std::snprintf(rest.data(), rest.size(), ".%03d%c%02ld:%02ld", static_cast<int>(fraction.count()),
                offset < 0 ? '-' : '+', std::labs(offset) / 60, std::labs(offset) % 60);
  return dayText(time) + "T" + timeOfDayText(time) + rest.data();
}

std::string durationText(std::chrono::duration<double> time) {
  const auto whole = static_cast<std::int64_t>(std::clamp(time.count(), 0.0, 1e12));
  if (whole < 60) return std::to_string(whole) + " s";
  if (whole < 3600) return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
  return std::to_string(whole / 3600) + " h " + std::to_string(whole / 60 % 60) + " min";
}

}  // namespace facewire::app
