#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>

namespace facewire::portraits {

/// A quiet room out of focus: CV_32FC3, blue, green and red from 0 to 1. Nothing in it looks like a face to a detector.
cv::Mat renderBackground(cv::Size size, std::uint64_t seed);

}  // namespace facewire::portraits
