#pragma once

#include <memory>
#include <opencv2/core/mat.hpp>

#include "facewire/base/bytes.hpp"
#include "facewire/base/result.hpp"
#include "facewire/image/jpeg_header.hpp"

namespace facewire::image {

enum class PixelFormat { grey, bgr };

/// Decodes JPEGs with libjpeg-turbo. Confined to one thread.
class JpegDecoder {
 public:
  JpegDecoder();
  ~JpegDecoder();
  JpegDecoder(JpegDecoder&&) noexcept;

  /// Decodes into `out` (CV_8UC1 or CV_8UC3, BGR), reusing its memory where the size fits, and turns it upright as
  /// `header.orientation` says, so `out` may be header.height wide. `header` is what readJpegHeader said of these
  /// bytes. Errors: `corruptImage`: cut off, or damaged in its data. Anything the library warns of counts as damage: a
  /// half-decoded face must not be recognised. (A picture with bytes after its end is fine.)
  Result<void> decode(ByteView jpeg, const JpegHeader& header, PixelFormat format, cv::Mat& out);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Encodes JPEGs with libjpeg-turbo. Confined to one thread.
class JpegEncoder {
 public:
  JpegEncoder();
  ~JpegEncoder();
  JpegEncoder(JpegEncoder&&) noexcept;

  /// `picture`: CV_8UC1 or CV_8UC3 (BGR), any size from 1 x 1 to 65,500 x 65,500; quality 1..100; colour 4:2:0.
  /// The view is valid until the next call. Errors: `internal`.
  Result<ByteView> encode(const cv::Mat& picture, int quality);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace facewire::image
