#pragma once

#include <cstddef>
#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>

#include "scan_buffers.hpp"

namespace facewire::vision {

/// Columns beyond the last that buildIntegralLayer writes to, with numbers of no meaning.
inline constexpr std::size_t kLayerOverhang = 16;

/// Makes buffers.layer, in its layout, of `part` (not empty) of `grey` (CV_8UC1) scaled to `size` as cv::resize with
/// INTER_LINEAR_EXACT scales. A row of the layout must have room for kLayerOverhang columns more.
void buildIntegralLayer(const cv::Mat& grey, cv::Size size, const cv::Rect& part, ScanBuffers& buffers);

}  // namespace facewire::vision
