#pragma once

#include <memory>
#include <opencv2/core/mat.hpp>
#include <optional>

#include "facewire/base/bytes.hpp"
#include "facewire/image/jpeg_header.hpp"

namespace facewire::image {

/// Changes parts of a JPEG and leaves the rest as it was: only what is drawn on is decoded and coded again, the bits of
/// all else are copied. Much cheaper than decoding and encoding the whole picture, and nothing but what is drawn loses
/// quality. Confined to one thread. In this order: `open`, any number of `reveal`, `finish`.
class JpegRetoucher {
 public:
  JpegRetoucher();
  ~JpegRetoucher();
  JpegRetoucher(JpegRetoucher&&) noexcept;

  /// Reads `jpeg`, whose header is `header`, and writes its luma into `grey` just as JpegDecoder does. False where the
  /// picture must be decoded and encoded as a whole instead: it is not baseline Y'CbCr in one scan with chroma at full
  /// or half resolution, is stored turned, is quantised finer than `quality` (1..100) would be, or is damaged. The
  /// bytes must outlive `finish`.
  bool open(ByteView jpeg, const JpegHeader& header, int quality, cv::Mat& grey);

  /// Writes the pixels of all blocks that `area` touches into `picture` (CV_8UC3, BGR, the JPEG's size) and leaves
  /// those that it has written before. The area may reach over the edges.
  void reveal(const cv::Rect& area, cv::Mat& picture);

  /// The JPEG with the revealed blocks as `picture` has them now. Units (T.81's MCUs) of which no pixel has changed
  /// keep their very bits; where all do, these are the bytes that were opened. Nothing where the picture's Huffman
  /// tables lack a code for what was drawn, as tables made for one picture may. The view is valid until the next call.
  std::optional<ByteView> finish(const cv::Mat& picture);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace facewire::image
