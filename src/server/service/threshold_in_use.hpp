#pragma once

#include <string>
#include <string_view>

#include "facewire/gallery/gallery.hpp"
#include "facewire/protocol/json.hpp"
#include "facewire/service/recognition_service.hpp"

namespace facewire::service {

/// Where the threshold comes from, the strongest first. The words on the wire: configured, calibration, default.
enum class ThresholdSource { configured, calibration, builtIn };

struct ThresholdInUse {
  double value = 0;
  ThresholdSource source = ThresholdSource::builtIn;
};

/// The threshold for faces compared with this snapshot. A calibrated one above the default rests on the others whom a
/// face could be, and whom it must be clearly farther from: where less than half of the people are left whom it was
/// found on, the default's is used. Pure functions all.
ThresholdInUse thresholdInUse(const ServiceOptions& options, const gallery::GallerySnapshot& snapshot);

/// The service's options with that threshold.
gallery::DecisionOptions decisionOptionsIn(const ServiceOptions& options, const gallery::GallerySnapshot& snapshot);

std::string_view toWord(ThresholdSource source);

/// One line for the log.
std::string describeThreshold(const ServiceOptions& options, const gallery::GallerySnapshot& snapshot);

/// What is stored, used or not: {"threshold", "far", "people", "samples", "created"}; null where nothing is.
protocol::Json describeCalibration(const gallery::GallerySnapshot& snapshot);

}  // namespace facewire::service
