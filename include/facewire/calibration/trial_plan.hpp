#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "facewire/gallery/person.hpp"

namespace facewire::calibration {

struct PlannedTrial {
  gallery::PersonId person = 0;
  gallery::SampleId sample = 0;
  friend bool operator==(const PlannedTrial&, const PlannedTrial&) = default;
};

/// Which enrolled pictures to try, `most` of them at most: all where that is enough; else shared out evenly among the
/// people (who has fewer gives all), and each person's from first to last at even steps. Of more people than `most`,
/// every so manieth. The same gallery gives the same plan.
std::vector<PlannedTrial> planTrials(std::span<const gallery::PersonInfo> people, std::size_t most);

}  // namespace facewire::calibration
