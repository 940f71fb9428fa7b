#include "lbp.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <opencv2/core.hpp>

namespace facewire::vision {
namespace {

constexpr int kPatternBits = 8;
constexpr int kPatterns = 1 << kPatternBits;

/// One of the four neighbours that lie between pixels: where its four pixels are, as offsets from the centre, and their
/// weights. The expressions are OpenCV's, so the weights are equal to the last bit.
struct DiagonalSample {
  std::array<std::ptrdiff_t, 4> offset;
  std::array<float, 4> weight;

  DiagonalSample(int neighbour, int radius, std::ptrdiff_t stride) {
    const double angle = 2.0 * CV_PI * neighbour / 8.0F;
    const float x = static_cast<float>(radius * std::cos(angle));
    const float y = static_cast<float>(-radius * std::sin(angle));
    const int left = static_cast<int>(std::floor(x));
    const int top = static_cast<int>(std::floor(y));
    const int right = static_cast<int>(std::ceil(x));
    const int bottom = static_cast<int>(std::ceil(y));
    const float tx = x - static_cast<float>(left);
    const float ty = y - static_cast<float>(top);
    offset = {top * stride + left, top * stride + right, bottom * stride + left, bottom * stride + right};
    weight = {(1 - tx) * (1 - ty), tx * (1 - ty), (1 - tx) * ty, tx * ty};
  }
};

/// A neighbour's bit of the pattern, as OpenCV sets it: `t > centre || abs(t - centre) < epsilon` in one comparison.
/// Not `t >= centre`: a flat patch's sample can be rounded to just below its centre, and that quirk is part of the
/// pattern.
struct BinaryBit {
  static constexpr int kMaps = 1;
  int operator()(float t, float centre, int bit) const {
    return t - centre > -std::numeric_limits<float>::epsilon() ? bit : 0;
  }
};

/// The bits of the two halves of a ternary pattern, the lower half's shifted by kPatternBits.
struct TernaryBits {
  static constexpr int kMaps = 2;
  float tolerance;
  int operator()(float t, float centre, int bit) const {
    const float difference = t - centre;
    return (difference >= tolerance ? bit : 0) | (difference <= -tolerance ? bit << kPatternBits : 0);
  }
};

/// The patterns of `count` pixels from `centre` on, which lies in a picture of floats. Branch-free and a row at a time,
/// so that the compiler makes vector code of it. The order of the additions is OpenCV's: it decides the rounding.
template <typename Bits>
void encodeRow(const float* __restrict centre, int count, int radius, std::ptrdiff_t stride,
               const std::array<DiagonalSample, 4>& diagonals, Bits bits, int* __restrict patterns) {
  const float* right = centre + radius;
  const float* up = centre - radius * stride;
  const float* left = centre - radius;
  const float* down = centre + radius * stride;
  for (int i = 0; i < count; ++i) {
    const float c = centre[i];
    patterns[i] = bits(right[i], c, 1) | bits(up[i], c, 4) | bits(left[i], c, 16) | bits(down[i], c, 64);
  }
  for (std::size_t n = 0; n < diagonals.size(); ++n) {
    const float* a = centre + diagonals[n].offset[0];
    const float* b = centre + diagonals[n].offset[1];
    const float* d = centre + diagonals[n].offset[2];
    const float* e = centre + diagonals[n].offset[3];
    const auto [wa, wb, wd, we] = diagonals[n].weight;
    const int bit = 2 << (2 * n);
    for (int i = 0; i < count; ++i) {
      const float t = wa * a[i] + wb * b[i] + wd * d[i] + we * e[i];
      patterns[i] |= bits(t, centre[i], bit);
    }
  }
}

template <typename Bits>
void appendHistograms(const cv::Mat& picture, int radius, int gridX, int gridY, Bits bits,
                      std::vector<std::uint8_t>& counts) {
  const int cellWidth = (picture.cols - 2 * radius) / gridX;
  const int cellHeight = (picture.rows - 2 * radius) / gridY;
  const std::ptrdiff_t stride = picture.cols;

  cv::Mat1f pixels;
  picture.convertTo(pixels, CV_32F);
  const std::array<DiagonalSample, 4> diagonals = {DiagonalSample(1, radius, stride), DiagonalSample(3, radius, stride),
                                                   DiagonalSample(5, radius, stride),
                                                   DiagonalSample(7, radius, stride)};

  const std::size_t begin = counts.size();
  const std::ptrdiff_t mapLength = std::ptrdiff_t{gridX} * gridY * kPatterns;
  counts.resize(begin + static_cast<std::size_t>(mapLength * Bits::kMaps));
  std::vector<int> patterns(static_cast<std::size_t>(cellWidth) * static_cast<std::size_t>(gridX));
  std::uint8_t* rowOfCells = counts.data() + begin;
  for (int cellY = 0; cellY < gridY; ++cellY, rowOfCells += gridX * kPatterns) {
    for (int y = 0; y < cellHeight; ++y) {
      const float* centre = pixels.ptr<float>(radius + cellY * cellHeight + y) + radius;
      encodeRow(centre, cellWidth * gridX, radius, stride, diagonals, bits, patterns.data());
      const int* pattern = patterns.data();
      for (std::uint8_t* cell = rowOfCells; cell != rowOfCells + gridX * kPatterns; cell += kPatterns) {
        for (int x = 0; x < cellWidth; ++x, ++pattern) {
          ++cell[*pattern & (kPatterns - 1)];
          if constexpr (Bits::kMaps == 2) ++cell[mapLength + (*pattern >> kPatternBits)];
        }
      }
    }
  }
}

}  // namespace

int lbpCellPixels(int width, int height, int radius, int gridX, int gridY) {
  if (width <= 2 * radius || height <= 2 * radius) return 0;
  return ((width - 2 * radius) / gridX) * ((height - 2 * radius) / gridY);
}

void appendLbpHistograms(const cv::Mat& picture, int radius, int gridX, int gridY, std::vector<std::uint8_t>& counts) {
  appendHistograms(picture, radius, gridX, gridY, BinaryBit{}, counts);
}

void appendLtpHistograms(const cv::Mat& picture, int radius, int gridX, int gridY, int tolerance,
                         std::vector<std::uint8_t>& counts) {
  appendHistograms(picture, radius, gridX, gridY, TernaryBits{static_cast<float>(tolerance)}, counts);
}

}  // namespace facewire::vision
