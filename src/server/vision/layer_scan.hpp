#pragma once

#include <cstddef>
#include <opencv2/core/types.hpp>
#include <span>

#include "scan_buffers.hpp"

namespace facewire::vision {

/// Rows of windows that go through the stages together: enough to fill the vectors, few enough to stay in the caches.
inline constexpr std::size_t kBandRows = 16;

/// Numbers beyond the last window's that scanLayer reads in a layer without using them.
inline constexpr std::size_t kScanOverhang = 64;

/// Appends the windows of buffers.layer that pass all of the programme's stages to buffers.passed, row by row.
/// `windows`: how many are looked at in each direction; `rowStep`: rows from one to the next. `skips`: leave out the
/// window after one that the first stage refuses, as OpenCV does. `spared`: windows, in steps and all inside, that go
/// no farther than that stage.
void scanLayer(const ScanProgramme& programme, cv::Size windows, int rowStep, bool skips,
               std::span<const cv::Rect> spared, ScanBuffers& buffers);

}  // namespace facewire::vision
