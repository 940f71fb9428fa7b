#pragma once

#include <string>

#include "facewire/client/calibration.hpp"

namespace facewire::app {

/// What a calibration found as an SVG document: which threshold the own and the strangers' pictures need to be named,
/// what part of each is named at every threshold, the present and the suggested one, and the numbers. A pure function.
std::string drawCalibration(const client::Calibration& found);

}  // namespace facewire::app
