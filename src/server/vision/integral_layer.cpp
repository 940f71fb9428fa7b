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

/// A row of the layer: between each two neighbours in `blended`, by weight.
void sampleOneByOne(const ScanBuffers& buffers, std::size_t count, std::int32_t* pixels) {
  for (std::size_t x = 0; x < count; ++x) {
    const std::uint16_t* const from = buffers.blended.data() + buffers.columnOffsets[x];
    pixels[x] = (from[0] * 256 + (from[1] - from[0]) * buffers.columnWeights[x] + (1 << 15)) >> 16;
  }
}

#if HWY_TARGET == HWY_SCALAR

/// One row of an integral image below the last, in the layout; of the pixels' squares where `squared`.
template <bool squared>
void sumRow(const std::int32_t* pixels, std::size_t count, LayerLayout layout, std::int32_t* to) {
  const std::int32_t* const above = to - layout.stride;
  std::uint32_t sum = 0;
  to[0] = 0;
  for (std::size_t x = 0; x < count; ++x) {
    const std::size_t at = layout.columnOf(x + 1);
    sum += static_cast<std::uint32_t>(squared ? pixels[x] * pixels[x] : pixels[x]);
    to[at] = static_cast<std::int32_t>(static_cast<std::uint32_t>(above[at]) + sum);
  }
}

#else

using Four = hn::CappedTag<std::int32_t, 4>;

/// The same where any four samples lie within eight numbers: one load, and a shuffle that gives each its two numbers.
void sampleByFours(const ScanBuffers& buffers, std::size_t count, std::int32_t* pixels) {
  const Four whole;
  const hn::RebindToUnsigned<Four> bits;
  const hn::Repartition<std::uint16_t, Four> numbers;
  const hn::Repartition<std::uint8_t, Four> bytes;
  const auto low = hn::Set(whole, 0xFFFF);
  const auto half = hn::Set(whole, 1 << 15);
  for (std::size_t x = 0; x < count; x += 4) {
    const auto eight = hn::BitCast(bytes, hn::LoadU(numbers, buffers.blended.data() + buffers.columnOffsets[x]));
    const auto two = hn::TableLookupBytes(eight, hn::LoadU(bytes, buffers.columnShuffles.data() + 4 * x));
    const auto first = hn::And(hn::BitCast(whole, two), low);
    const auto next = hn::BitCast(whole, hn::ShiftRight<16>(hn::BitCast(bits, two)));
    const auto change = hn::Mul(hn::Sub(next, first), hn::LoadU(whole, buffers.columnWeights.data() + x));
    hn::StoreU(hn::ShiftRight<16>(hn::Add(hn::Add(hn::ShiftLeft<8>(first), half), change)), whole, pixels + x);
  }
}

HWY_INLINE hn::Vec<Four> runningSum(hn::Vec<Four> four, hn::Vec<Four> before) {
  four = hn::Add(four, hn::ShiftLeftLanes<1>(four));
  four = hn::Add(four, hn::ShiftLeftLanes<2>(four));
  return hn::Add(four, before);
}

HWY_INLINE hn::Vec<Four> squareOf(hn::Vec<Four> pixels) {
  // The squares fit into 16 bits, in which multiplying is cheap everywhere.
  const hn::Repartition<std::uint16_t, Four> narrow;
  return hn::BitCast(Four(), hn::Mul(hn::BitCast(narrow, pixels), hn::BitCast(narrow, pixels)));
}

/// One row of an integral image below the last, in the layout; of the pixels' squares where `squared`.
template <bool squared>
void sumRow(const std::int32_t* pixels, std::size_t count, LayerLayout layout, std::int32_t* to) {
  const Four four;
  const std::int32_t* const above = to - layout.stride;
  const std::size_t odd = layout.stride / 2;
  auto last = hn::Zero(four);
  to[0] = 0;
  for (std::size_t x = 0; x < count; x += 8) {
    auto a = hn::LoadU(four, pixels + x);
    auto b = hn::LoadU(four, pixels + x + 4);
    if (squared) {
      a = squareOf(a);
      b = squareOf(b);
    }
    a = runningSum(a, last);
    b = runningSum(b, hn::Broadcast<3>(a));
    last = hn::Broadcast<3>(b);
    // The pixel in column x ends in the integral image's column x + 1.
    const std::size_t first = layout.halved ? odd + x / 2 : x + 1;
    const std::size_t second = layout.halved ? x / 2 + 1 : x + 5;
    const auto toFirst = layout.halved ? hn::ConcatEven(four, b, a) : a;
    const auto toSecond = layout.halved ? hn::ConcatOdd(four, b, a) : b;
    hn::StoreU(hn::Add(toFirst, hn::LoadU(four, above + first)), four, to + first);
    hn::StoreU(hn::Add(toSecond, hn::LoadU(four, above + second)), four, to + second);
  }
}

#endif

/// One row of both integral images.
void addRow(const ScanBuffers& buffers, std::size_t count, std::int32_t* pixels, std::int32_t* sums,
            std::int32_t* squares) {
#if HWY_TARGET == HWY_SCALAR
  sampleOneByOne(buffers, count, pixels);
#else
  if (buffers.columnsByFours)
    sampleByFours(buffers, count, pixels);
  else
    sampleOneByOne(buffers, count, pixels);
#endif
  sumRow<false>(pixels, count, buffers.layer.layout, sums);
  sumRow<true>(pixels, count, buffers.layer.layout, squares);
}

}  // namespace HWY_NAMESPACE
}  // namespace facewire::vision
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace facewire::vision {
namespace {

HWY_EXPORT(blendRows);
HWY_EXPORT(addRow);

/// For those from `begin` up to `end` of `count` samples along a line of `length` pixels. Beyond the ends the last
/// pixel counts.
void placeSamples(int length, int count, int begin, int end, std::vector<LineSample>& samples) {
  samples.resize(static_cast<std::size_t>(end - begin));
  const double step = 1 / (static_cast<double>(count) / length);
  for (int i = begin; i < end; ++i) {
    const double at = step * (i + 0.5) - 0.5;
    const int first = static_cast<int>(std::floor(at));
    LineSample& sample = samples[static_cast<std::size_t>(i - begin)];
    if (first < 0 || length == 1)
      sample = {0, 0};
    else if (first >= length - 1)
      sample = {length - 2, 256};
    else
      sample = {first, static_cast<std::int32_t>(std::nearbyint((at - first) * 256))};
  }
}

/// How the samples of every row are found in `blended`, which begins at the first one's first pixel.
void placeColumns(ScanBuffers& buffers) {
  const std::size_t count = buffers.samples.size();
  const std::size_t padded = (count + 3) / 4 * 4;
  grow(buffers.columnOffsets, padded);
  grow(buffers.columnWeights, padded);
  grow(buffers.columnShuffles, 4 * padded);
  buffers.columnsByFours = true;
  for (std::size_t x = 0; x < padded; ++x) {
    const LineSample& sample = buffers.samples[std::min(x, count - 1)];
    buffers.columnOffsets[x] = sample.first - buffers.samples.front().first;
    buffers.columnWeights[x] = sample.nextWeight;
    const std::int32_t within = buffers.columnOffsets[x] - buffers.columnOffsets[x / 4 * 4];
    buffers.columnsByFours = buffers.columnsByFours && within <= 6;
    for (std::size_t byte = 0; byte < 4; ++byte)
      buffers.columnShuffles[4 * x + byte] = static_cast<std::uint8_t>(2 * static_cast<std::size_t>(within) + byte);
  }
}

}  // namespace

void buildIntegralLayer(const cv::Mat& grey, cv::Size size, const cv::Rect& part, ScanBuffers& buffers) {
  const auto count = static_cast<std::size_t>(part.width);
  grow(buffers.pixels, count + kLayerOverhang);
  placeSamples(grey.cols, size.width, part.x, part.x + part.width, buffers.samples);
  placeColumns(buffers);
  const int firstColumn = buffers.samples.front().first;
  const auto columns = static_cast<std::size_t>(std::min(buffers.samples.back().first + 2, grey.cols) - firstColumn);
  grow(buffers.blended, columns + 8);
  placeSamples(grey.rows, size.height, part.y, part.y + part.height, buffers.samples);
  IntegralLayer& layer = buffers.layer;
  const std::size_t stride = layer.layout.stride;
  std::fill_n(layer.sums.begin(), stride, 0);
  std::fill_n(layer.squares.begin(), stride, 0);
  for (std::size_t y = 0; y < buffers.samples.size(); ++y) {
    const LineSample& row = buffers.samples[y];
    HWY_DYNAMIC_DISPATCH(blendRows)
    (grey.ptr<std::uint8_t>(row.first) + firstColumn,
     grey.ptr<std::uint8_t>(std::min(row.first + 1, grey.rows - 1)) + firstColumn, row.nextWeight, columns,
     buffers.blended.data());
    HWY_DYNAMIC_DISPATCH(addRow)
    (buffers, count, buffers.pixels.data(), layer.sums.data() + (y + 1) * stride,
     layer.squares.data() + (y + 1) * stride);
  }
}

}  // namespace facewire::vision
#endif  // HWY_ONCE
