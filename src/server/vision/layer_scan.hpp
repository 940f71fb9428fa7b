#pragma once

#include <opencv2/core/types.hpp>

#include "scan_buffers.hpp"

namespace facewire::vision {

/// Appends the windows of buffers.layer that pass all of the programme's stages to buffers.passed, row by row.
/// `windows`: how many are looked at in each direction; `rowStep`: rows from one to the next. As OpenCV does, it leaves
/// out the window after one that the first stage refuses.
void scanLayer(const ScanProgramme& programme, cv::Size windows, int rowStep, ScanBuffers& buffers);

/// Numbers beyond the last window's that scanLayer reads in a layer and writes in the norms, without using them.
inline constexpr std::size_t kScanOverhang = 64;

}  // namespace facewire::vision
