#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "facewire/client/sighting.hpp"
#include "local_time.hpp"

namespace facewire::app {

/// One person's day.
struct Attendance {
  std::string day;  ///< local, "2026-11-23"
  std::string person;
  WallTime first;
  WallTime last;
  std::chrono::duration<double> present{};  ///< what several clients saw at the same time counts once
  std::size_t sightings = 0;
};

/// By day and person, of those who are known. A sighting beyond midnight counts on each of its days. A pure function,
/// but for the local time zone.
std::vector<Attendance> attendanceOf(const std::vector<client::Sighting>& sightings);

}  // namespace facewire::app
