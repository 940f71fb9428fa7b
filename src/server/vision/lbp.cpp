#include "lbp.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lbp.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <opencv2/core.hpp>

#ifndef FACEWIRE_LBP_TYPES
#define FACEWIRE_LBP_TYPES
namespace facewire::vision {

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

/// The circle of one radius in a picture of floats.
struct Circle {
  int radius;
  std::ptrdiff_t stride;
  std::array<DiagonalSample, 4> diagonals;

  Circle(int r, std::ptrdiff_t pixelsStride)
      : radius(r),
        stride(pixelsStride),
        diagonals{DiagonalSample(1, r, pixelsStride), DiagonalSample(3, r, pixelsStride),
                  DiagonalSample(5, r, pixelsStride), DiagonalSample(7, r, pixelsStride)} {}
};

}  // namespace facewire::vision
#endif

HWY_BEFORE_NAMESPACE();
namespace facewire::vision::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using Floats = hn::ScalableTag<float>;
using Bits = hn::RebindToUnsigned<Floats>;
using VFloats = hn::Vec<Floats>;
using VBits = hn::Vec<Bits>;

/// A neighbour's bit, as OpenCV sets it: `t > centre || abs(t - centre) < epsilon` in one comparison. Not
/// `t >= centre`: a flat patch's sample can be rounded to just below its centre, and that quirk is part of the pattern.
struct BinaryBit {
  VFloats least = hn::Set(Floats(), -std::numeric_limits<float>::epsilon());

  explicit BinaryBit(float /*tolerance*/) {}
  VBits operator()(VFloats difference, std::uint32_t bit) const {
    const Bits du;
    return hn::IfThenElseZero(hn::RebindMask(du, hn::Gt(difference, least)), hn::Set(du, bit));
  }
};

/// The bits of the two halves of a ternary pattern, the darker half's in the upper byte.
struct TernaryBits {
  VFloats brighter;
  VFloats darker;

  explicit TernaryBits(float tolerance)
      : brighter(hn::Set(Floats(), tolerance)), darker(hn::Set(Floats(), -tolerance)) {}
  VBits operator()(VFloats difference, std::uint32_t bit) const {
    const Bits du;
    return hn::Or(hn::IfThenElseZero(hn::RebindMask(du, hn::Ge(difference, brighter)), hn::Set(du, bit)),
                  hn::IfThenElseZero(hn::RebindMask(du, hn::Le(difference, darker)), hn::Set(du, bit << 8)));
  }
};

/// What lies between the pixels. The order of the additions is OpenCV's: it decides the rounding.
HWY_INLINE VFloats sample(const float* HWY_RESTRICT centre, const DiagonalSample& diagonal) {
  const Floats d;
  const auto part = [&](std::size_t i) {
    return hn::Mul(hn::Set(d, diagonal.weight[i]), hn::LoadU(d, centre + diagonal.offset[i]));
  };
  return hn::Add(hn::Add(hn::Add(part(0), part(1)), part(2)), part(3));
}

/// The patterns of `count` pixels from `centre` on, rounded up to whole vectors.
template <typename Rule>
void takeRow(const float* HWY_RESTRICT centre, std::size_t count, const Circle& circle, float tolerance,
             std::uint16_t* HWY_RESTRICT patterns) {
  const Floats d;
  const hn::Rebind<std::int32_t, Floats> di;
  const hn::Rebind<std::uint16_t, Floats> du16;
  const Rule rule(tolerance);
  for (std::size_t x = 0; x < count; x += hn::Lanes(d)) {
    const float* const at = centre + x;
    const auto c = hn::LoadU(d, at);
    const auto beside = [&](std::ptrdiff_t offset) { return hn::Sub(hn::LoadU(d, at + offset), c); };
    auto pattern = rule(beside(circle.radius), 1);
    pattern = hn::Or(pattern, rule(beside(-circle.radius * circle.stride), 4));
    pattern = hn::Or(pattern, rule(beside(-circle.radius), 16));
    pattern = hn::Or(pattern, rule(beside(circle.radius * circle.stride), 64));
    pattern = hn::Or(pattern, rule(hn::Sub(sample(at, circle.diagonals[0]), c), 2));
    pattern = hn::Or(pattern, rule(hn::Sub(sample(at, circle.diagonals[1]), c), 8));
    pattern = hn::Or(pattern, rule(hn::Sub(sample(at, circle.diagonals[2]), c), 32));
    pattern = hn::Or(pattern, rule(hn::Sub(sample(at, circle.diagonals[3]), c), 128));
    hn::StoreU(hn::DemoteTo(du16, hn::BitCast(di, pattern)), du16, patterns + x);
  }
}

void takeRowOfPatterns(const float* centre, std::size_t count, const Circle& circle, int tolerance,
                       std::uint16_t* patterns) {
  if (tolerance > 0) {
    takeRow<TernaryBits>(centre, count, circle, static_cast<float>(tolerance), patterns);
  } else {
    takeRow<BinaryBit>(centre, count, circle, 0, patterns);
  }
}

}  // namespace
}  // namespace facewire::vision::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace facewire::vision {
namespace {

HWY_EXPORT(takeRowOfPatterns);

/// More than a vector of any processor: rows are taken in whole vectors, over their ends.
constexpr std::size_t kSlack = 64;

constexpr int kPatterns = 256;

/// Counts one row of cells. Beside each other go counts that cannot be the same, since one that was just written takes
/// a few cycles to be read again, and most patterns of a smooth cell are equal.
template <int kMaps, typename Count>
void countCells(const std::uint16_t* patterns, std::size_t stride, const LbpCells& cells, Count* brighter,
                Count* darker) {
  const auto add = [](std::uint16_t pattern, Count* bright, Count* dark) {
    ++bright[pattern & (kPatterns - 1)];
    if constexpr (kMaps == 2) ++dark[pattern >> 8];
  };
  int column = 0;
  for (; column + 2 <= cells.columns; column += 2) {
    Count* const bright = brighter + column * kPatterns;
    Count* const dark = darker + column * kPatterns;
    const std::uint16_t* row = patterns + column * cells.width;
    for (int y = 0; y < cells.height; ++y, row += stride) {
      for (int x = 0; x < cells.width; ++x) {
        add(row[x], bright, dark);
        add(row[x + cells.width], bright + kPatterns, dark + kPatterns);
      }
    }
  }
  if (column == cells.columns) return;
  const std::uint16_t* row = patterns + column * cells.width;
  for (int y = 0; y < cells.height; ++y, row += stride) {
    for (int x = 0; x < cells.width; ++x) add(row[x], brighter + column * kPatterns, darker + column * kPatterns);
  }
}

}  // namespace

LbpCells lbpCells(int width, int height, int radius, int columns, int rows) {
  if (width <= 2 * radius || height <= 2 * radius) return {.columns = columns, .rows = rows};
  return {(width - 2 * radius) / columns, (height - 2 * radius) / rows, columns, rows};
}

void PatternPicture::take(const cv::Mat& picture, const std::vector<int>& radii, int border, int tolerance) {
  assert(picture.type() == CV_8UC1 && picture.cols > 2 * border && picture.rows > 2 * border);
  width_ = picture.cols - 2 * border;
  height_ = picture.rows - 2 * border;
  maps_ = tolerance > 0 ? 2 : 1;
  planes_ = radii.size();
  stride_ = static_cast<std::size_t>(width_) + kSlack;
  pixels_.resize(picture.total() + kSlack);
  patterns_.resize(stride_ * static_cast<std::size_t>(height_) * planes_);
  cv::Mat pixels(picture.size(), CV_32F, pixels_.data());
  picture.convertTo(pixels, CV_32F);

  std::uint16_t* patterns = patterns_.data();
  for (const int radius : radii) {
    const Circle circle(radius, picture.cols);
    for (int y = 0; y < height_; ++y, patterns += stride_) {
      HWY_DYNAMIC_DISPATCH(takeRowOfPatterns)
      (pixels.ptr<float>(border + y) + border, static_cast<std::size_t>(width_), circle, tolerance, patterns);
    }
  }
}

void PatternPicture::count(cv::Point corner, const LbpCells& cells, std::uint8_t* counts) const {
  countInto(corner, cells, counts);
}

void PatternPicture::count(cv::Point corner, const LbpCells& cells, std::uint16_t* counts) const {
  countInto(corner, cells, counts);
}

template <typename Count>
void PatternPicture::countInto(cv::Point corner, const LbpCells& cells, Count* counts) const {
  assert(corner.x >= 0 && corner.x + cells.columns * cells.width <= width_);
  assert(corner.y >= 0 && corner.y + cells.rows * cells.height <= height_);
  const std::size_t length = cells.histogramsLength();
  for (std::size_t plane = 0; plane < planes_; ++plane) {
    const auto top = plane * static_cast<std::size_t>(height_) + static_cast<std::size_t>(corner.y);
    const std::uint16_t* patterns = patterns_.data() + top * stride_ + corner.x;
    for (int row = 0; row < cells.rows; ++row) {
      Count* const brighter = counts + row * cells.columns * kPatterns;
      if (maps_ == 2) {
        countCells<2>(patterns, stride_, cells, brighter, brighter + length);
      } else {
        countCells<1>(patterns, stride_, cells, brighter, brighter);
      }
      patterns += static_cast<std::size_t>(cells.height) * stride_;
    }
    counts += length * static_cast<std::size_t>(maps_);
  }
}

}  // namespace facewire::vision
#endif
