#pragma once

#include <cstddef>
#include <cstdint>
#include <opencv2/core/types.hpp>
#include <vector>

#include "scan_programme.hpp"

namespace facewire::vision {

/// Where the samples between two pixels of a line come from: sum of pixel `first` and the next, by weights of 256ths.
struct LineSample {
  std::int32_t first = 0;
  std::int32_t nextWeight = 0;  ///< 0 to 256; the first pixel's is the rest
};

/// One scale of the picture, as integral images of its pixels and of their squares. Sums wrap around in 32 bits.
struct IntegralLayer {
  LayerLayout layout;
  std::vector<std::int32_t> sums;
  std::vector<std::int32_t> squares;
};

/// Makes room without giving any back.
template <class Number>
void grow(std::vector<Number>& numbers, std::size_t size) {
  if (numbers.size() < size) numbers.resize(size);
}

/// What one search at a time needs in memory; it grows to the largest picture and stays, so that further searches
/// allocate nothing but their result. Confined to one thread.
struct ScanBuffers {
  std::vector<float> scales;
  std::size_t stride = 0;
  IntegralLayer layer;
  ScanProgramme everyWindow;
  ScanProgramme everySecond;

  std::vector<LineSample> samples;
  std::vector<std::int32_t> columnOffsets;  ///< of a row's samples in `blended`
  std::vector<std::int32_t>
      columnWeights;  ///< the first number's there in the low half, the next one's in the high one
  std::vector<std::uint8_t> columnShuffles;  ///< of each four samples' bytes from the first one's offset on
  bool columnsByFours = false;               ///< any four are near enough for that
  std::vector<std::uint16_t> blended;        ///< two rows of the picture made one, times 256
  std::vector<std::int32_t> pixels;          ///< a row of the layer

  std::vector<float> norms;          ///< of a few rows' windows
  std::vector<std::uint64_t> alive;  ///< of those windows, a bit each
  std::vector<cv::Point> passed;     ///< windows of a layer, in steps
  std::vector<cv::Rect> spared;      ///< the same
};

}  // namespace facewire::vision
