#pragma once

#include <string>
#include <vector>

#include "attendance.hpp"
#include "facewire/client/sighting.hpp"
#include "facewire/protocol/json.hpp"

namespace facewire::app {

/// Sightings and attendance as tables for people (the first line is the head), as CSV (RFC 4180), and as JSON, all with
/// local times. Pure functions, but for the local time zone.
std::vector<std::string> tableOf(const std::vector<client::Sighting>& sightings);
std::vector<std::string> tableOf(const std::vector<Attendance>& attendance);

std::vector<std::string> csvOf(const std::vector<client::Sighting>& sightings);
std::vector<std::string> csvOf(const std::vector<Attendance>& attendance);

protocol::Json toJson(const client::Sighting& sighting);
protocol::Json toJson(const Attendance& attendance);
protocol::Json toJson(const client::SightingEvent& event);

/// "Ada Lovelace", or "somebody unknown"; safe to be printed.
std::string nameOf(const client::Sighting& sighting);

}  // namespace facewire::app
