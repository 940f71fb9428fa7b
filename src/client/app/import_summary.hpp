#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "enrol_report.hpp"
#include "facewire/album/natural_order.hpp"
#include "session.hpp"

namespace facewire::app {

struct NaturalLess {
  bool operator()(const std::string& a, const std::string& b) const { return album::comesBefore(a, b); }
};

/// What became of one person's pictures.
struct Tally {
  std::size_t enrolled = 0;
  std::size_t already = 0;
  std::size_t refused = 0;
};

using Tallies = std::map<std::string, Tally, NaturalLess>;

/// Counts one picture of a person. `taken`: whether it was, now or before.
void count(Tally& tally, bool taken, const Result<client::Enrolled>& enrolled);

/// A line a person and one for all. `noun`: what was imported, "picture".
void printSummary(const Session& session, const Tallies& people, const EnrolReport& report, const std::string& noun);

}  // namespace facewire::app
