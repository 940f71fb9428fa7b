#pragma once

#include <opencv2/core/mat.hpp>

#include "facewire/base/bytes.hpp"
#include "facewire/base/result.hpp"

namespace facewire::sightings {

/// A face's chip as it is kept: a grey PNG. `picture`: CV_8UC1 or CV_8UC3 (BGR). Errors: `internal`. A pure function.
Result<Bytes> encodeCrop(const cv::Mat& picture);

}  // namespace facewire::sightings
