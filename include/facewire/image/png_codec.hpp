#pragma once

#include <opencv2/core/mat.hpp>

#include "facewire/base/bytes.hpp"
#include "facewire/base/result.hpp"

namespace facewire::image {

/// `picture`: CV_8UC1 or CV_8UC3 (BGR). Errors: `internal`. Safe for concurrent use.
Result<Bytes> encodePng(const cv::Mat& picture);

/// CV_8UC1 for a grey PNG, CV_8UC3 (BGR) for any other; alpha is dropped. Errors: `corruptImage`, `tooManyPixels`.
/// Safe for concurrent use.
Result<cv::Mat> decodePng(ByteView png, std::size_t maxPixels);

}  // namespace facewire::image
