#pragma once

#include <memory>
#include <opencv2/core/mat.hpp>

#include "facewire/base/bytes.hpp"
#include "facewire/base/result.hpp"
#include "facewire/image/jpeg_header.hpp"

namespace facewire::image {

/// Changes parts of a JPEG and leaves the rest as it was: only blocks whose pixels change are decoded and coded again,
/// every other coefficient is kept bit-exact. Cheaper than decoding and encoding the whole picture, and nothing but
/// what is drawn loses quality. Confined to one thread. In this order: `open`, any number of `reveal`, `finish`.
class JpegRetoucher {
 public:
  JpegRetoucher();
  ~JpegRetoucher();
  JpegRetoucher(JpegRetoucher&&) noexcept;

  /// Reads the coefficients of `jpeg`, whose header is `header`; the bytes must outlive `finish`. False where the
  /// picture must be decoded and encoded as a whole instead: it is not baseline Y'CbCr in one scan with chroma at full
  /// or half resolution, is stored turned, is finer quantised than `quality` (1..100) would be, or is damaged.
  bool open(ByteView jpeg, const JpegHeader& header, int quality);

  /// Writes the pixels of all blocks that `area` touches into `picture` (CV_8UC3, BGR, the JPEG's size) and leaves
  /// those that it has written before. The area may reach over the edges.
  void reveal(const cv::Rect& area, cv::Mat& picture);

  /// The JPEG with the revealed blocks as `picture` has them now. Blocks of which no pixel has changed stay bit-exact;
  /// where there is none that has, the bytes that were opened. Comments and other application data are left out. The
  /// view is valid until the next call. Errors: `internal`.
  Result<ByteView> finish(const cv::Mat& picture);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace facewire::image
