#pragma once

#include <optional>

#include "facewire/base/bytes.hpp"
#include "facewire/vision/opencv_histogram.hpp"

namespace facewire::gallery {

/// A face's OpenCV histograms as they are stored, deflated, and back: the very same floats. Nothing where the bytes are
/// not what `encodeHistogram` gives, or are no valid histograms.
Bytes encodeHistogram(const vision::OpenCvHistogram& histogram);
std::optional<vision::OpenCvHistogram> decodeHistogram(ByteView bytes);

}  // namespace facewire::gallery
