#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "facewire/client/calibration.hpp"

namespace facewire::app {

/// What a calibration found, for people, line by line. A pure function.
std::vector<std::string> describeCalibration(const client::Calibration& found);

/// Where a threshold comes from, in words: "the default", "as calibrated", "as the server is configured".
std::string describeThresholdSource(std::string_view source);

/// "3 %", "0.29 %": two digits that count, or rounded up to them, so that "under" stays true.
std::string percentText(double rate);
std::string percentUpTo(double rate);

/// "under 3 %", "0.4 % to 1.9 %".
std::string rangeText(const client::RateRange& range);

}  // namespace facewire::app
