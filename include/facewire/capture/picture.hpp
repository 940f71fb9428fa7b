#pragma once

#include <cstddef>
#include <filesystem>
#include <opencv2/core/mat.hpp>
#include <string>

#include "facewire/base/bytes.hpp"
#include "facewire/base/result.hpp"

namespace facewire::capture {

inline constexpr std::size_t kMaxPictureBytes = std::size_t{512} << 20;

/// The picture as the JPEG to send: a JPEG as it is (the server turns it upright itself), any other format decoded and
/// encoded again at quality 95, grey staying grey. `name` is what errors call it.
/// Errors: `invalidInput`, naming the picture and the reason.
Result<Bytes> toJpeg(Bytes picture, const std::string& name);

/// The same for a file.
Result<Bytes> readPictureAsJpeg(const std::filesystem::path& file);

/// Encodes a frame. `picture`: CV_8UC1 or CV_8UC3 (BGR). Errors: `invalidInput`.
Result<Bytes> encodeJpeg(const cv::Mat& picture, int quality);

/// Decodes what the server drew: CV_8UC3, BGR. Errors: `corruptImage`.
Result<cv::Mat> decodeColour(ByteView jpeg);

}  // namespace facewire::capture
