#pragma once

#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>

#include "scan_buffers.hpp"

namespace facewire::vision {

/// Makes buffers.layer, in its layout, of `grey` (CV_8UC1) scaled to `size` as cv::resize with INTER_LINEAR_EXACT
/// scales.
void buildIntegralLayer(const cv::Mat& grey, cv::Size size, ScanBuffers& buffers);

}  // namespace facewire::vision
