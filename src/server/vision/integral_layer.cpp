#include "integral_layer.hpp"

#include <algorithm>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "integral_layer.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace facewire::vision {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// to[i] = 256ths of upper[i] and lower[i]: at most 255 * 256. All three are readable to the end of the last vector.
void blendRows(const std::uint8_t* upper, const std::uint8_t* lower, int lowerWeight, std::size_t count,
               std::uint16_t* to) {
  const hn::ScalableTag<std::uint16_t> wide;
  const hn::Rebind<std::uint8_t, decltype(wide)> narrow;
  const auto upperTimes = hn::Set(wide, static_cast<std::uint16_t>(256 - lowerWeight));
  const auto lowerTimes = hn::Set(wide, static_cast<std::uint16_t>(lowerWeight));
  const std::size_t lanes = hn::Lanes(wide);
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    const auto a = hn::PromoteTo(wide, hn::LoadU(narrow, upper + i));
    const auto b = hn::PromoteTo(wide, hn::LoadU(narrow, lower + i));
    hn::StoreU(hn::Add(hn::Mul(a, upperTimes), hn::Mul(b, lowerTimes)), wide, to + i);
  }
  for (; i < count; ++i) to[i] = static_cast<std::uint16_t>(upper[i] * (256 - lowerWeight) + lower[i] * lowerWeight);
}

/// One row of both integral images below the rows `sumsAbove` and `squaresAbove`.
void addRow(const std::uint16_t* blended, const LineSample* columns, std::size_t count, LayerLayout layout,
            std::int32_t* sums, std::int32_t* squares) {
  std::uint32_t sum = 0;
  std::uint32_t square = 0;
  const std::int32_t* const sumsAbove = sums - layout.stride;
  const std::int32_t* const squaresAbove = squares - layout.stride;
  const auto put = [&](std::size_t x, std::size_t at) {
    const LineSample& sample = columns[x];
    const std::uint16_t* const from = blended + sample.first;
    const auto next = static_cast<std::uint32_t>(sample.nextWeight);
    const std::uint32_t pixel = (from[0] * (256 - next) + from[1] * next + 32768) >> 16;
    sum += pixel;
    square += pixel * pixel;
    sums[at] = static_cast<std::int32_t>(static_cast<std::uint32_t>(sumsAbove[at]) + sum);
    squares[at] = static_cast<std::int32_t>(static_cast<std::uint32_t>(squaresAbove[at]) + square);
  };
  sums[0] = 0;
  squares[0] = 0;
  if (!layout.halved) {
    for (std::size_t x = 0; x < count; ++x) put(x, x + 1);
    return;
  }
  const std::size_t odd = layout.stride / 2;
  std::size_t x = 0;
  for (; x + 1 < count; x += 2) {
    put(x, odd + x / 2);
    put(x + 1, x / 2 + 1);
  }
  if (x < count) put(x, odd + x / 2);
}

}  // namespace HWY_NAMESPACE
}  // namespace facewire::vision
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace facewire::vision {
namespace {

HWY_EXPORT(blendRows);
HWY_EXPORT(addRow);

/// For each of `count` samples along a line of `length` pixels. Beyond the ends the last pixel counts.
void placeSamples(int length, int count, std::vector<LineSample>& samples) {
  samples.resize(static_cast<std::size_t>(count));
  const double step = 1 / (static_cast<double>(count) / length);
  for (int i = 0; i < count; ++i) {
    const double at = step * (i + 0.5) - 0.5;
    const int first = static_cast<int>(std::floor(at));
    LineSample& sample = samples[static_cast<std::size_t>(i)];
    if (first < 0 || length == 1)
      sample = {0, 0};
    else if (first >= length - 1)
      sample = {length - 2, 256};
    else
      sample = {first, static_cast<std::int32_t>(std::nearbyint((at - first) * 256))};
  }
}

}  // namespace

void buildIntegralLayer(const cv::Mat& grey, cv::Size size, ScanBuffers& buffers) {
  placeSamples(grey.cols, size.width, buffers.columns);
  placeSamples(grey.rows, size.height, buffers.rows);
  IntegralLayer& layer = buffers.layer;
  const std::size_t stride = layer.layout.stride;
  std::fill_n(layer.sums.begin(), stride, 0);
  std::fill_n(layer.squares.begin(), stride, 0);
  const auto width = static_cast<std::size_t>(grey.cols);
  for (std::size_t y = 0; y < buffers.rows.size(); ++y) {
    const LineSample& row = buffers.rows[y];
    HWY_DYNAMIC_DISPATCH(blendRows)
    (grey.ptr<std::uint8_t>(row.first), grey.ptr<std::uint8_t>(std::min(row.first + 1, grey.rows - 1)), row.nextWeight,
     width, buffers.blended.data());
    HWY_DYNAMIC_DISPATCH(addRow)
    (buffers.blended.data(), buffers.columns.data(), buffers.columns.size(), layer.layout,
     layer.sums.data() + (y + 1) * stride, layer.squares.data() + (y + 1) * stride);
  }
}

}  // namespace facewire::vision
#endif  // HWY_ONCE
