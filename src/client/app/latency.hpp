#pragma once

#include <vector>

namespace facewire::app {

/// The value that `part` (0..1) of all values do not exceed, by nearest rank; 0 where there is none. `sorted` ascends.
double percentile(const std::vector<double>& sorted, double part);

}  // namespace facewire::app
