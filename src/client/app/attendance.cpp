#include "attendance.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace facewire::app {
namespace {

/// A sighting of longer than this is nobody's: a server that means ill must not make a list of a million days.
constexpr int kMostDays = 1000;

using Part = std::pair<WallTime, WallTime>;

Attendance summarise(const std::string& day, const std::string& person, std::vector<Part> parts) {
  std::ranges::sort(parts);
  Attendance attendance{day, person, parts.front().first, parts.front().first, {}, parts.size()};
  for (const auto& [first, last] : parts) {
    const WallTime from = std::max(first, attendance.last);
    if (last > from) attendance.present += last - from;
    attendance.last = std::max(attendance.last, last);
  }
  return attendance;
}

}  // namespace

std::vector<Attendance> attendanceOf(const std::vector<client::Sighting>& sightings) {
  std::map<std::pair<std::string, std::string>, std::vector<Part>> parts;
  for (const client::Sighting& sighting : sightings) {
    if (!sighting.person) continue;
    WallTime from = sighting.first;
    for (int days = 0; days < kMostDays; ++days) {
      const WallTime midnight = startOfNextDay(from);
      const WallTime to = std::min(sighting.last, midnight);
      parts[{dayText(from), *sighting.person}].emplace_back(from, std::max(from, to));
      if (sighting.last <= midnight) break;
      from = midnight;
    }
  }
  std::vector<Attendance> list;
  for (auto& [key, those] : parts) list.push_back(summarise(key.first, key.second, std::move(those)));
  return list;
}

}  // namespace facewire::app
