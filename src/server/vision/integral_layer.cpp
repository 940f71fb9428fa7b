#include "integral_layer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

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

#if HWY_TARGET == HWY_SCALAR

/// A row of the layer: between each two neighbours in `blended`, by weight.
void sampleOneByOne(const ScanBuffers& buffers, std::size_t count, std::int32_t* pixels) {
  for (std::size_t x = 0; x < count; ++x) {
    const std::uint16_t* const from = buffers.blended.data() + buffers.columnOffsets[x];
    pixels[x] = (from[0] * 256 + (from[1] - from[0]) * (buffers.columnWeights[x] >> 16) + (1 << 15)) >> 16;
  }
}

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

/// One row of both integral images.
void addRow(const ScanBuffers& buffers, std::size_t count, std::int32_t* pixels, std::int32_t* sums,
            std::int32_t* squares) {
  sampleOneByOne(buffers, count, pixels);
  sumRow<false>(pixels, count, buffers.layer.layout, sums);
  sumRow<true>(pixels, count, buffers.layer.layout, squares);
}

#else

using Four = hn::CappedTag<std::int32_t, 4>;

/// The two numbers that each of four samples from `x` on lies between.
template <bool byFours>
HWY_INLINE hn::Vec<hn::Repartition<std::uint16_t, Four> > numbersOfFour(const ScanBuffers& buffers, std::size_t x) {
  const hn::Repartition<std::uint16_t, Four> numbers;
  if constexpr (byFours) {
    // They lie within eight numbers: one load, and a shuffle.
    const hn::Repartition<std::uint8_t, Four> bytes;
    const auto eight = hn::BitCast(bytes, hn::LoadU(numbers, buffers.blended.data() + buffers.columnOffsets[x]));
    return hn::BitCast(numbers, hn::TableLookupBytes(eight, hn::LoadU(bytes, buffers.columnShuffles.data() + 4 * x)));
  } else {
    alignas(16) std::array<std::uint16_t, 8> pairs;
    for (std::size_t i = 0; i < 4; ++i) {
      std::memcpy(&pairs[2 * i], buffers.blended.data() + buffers.columnOffsets[x + i], 2 * sizeof pairs[0]);
    }
    return hn::Load(numbers, pairs.data());
  }
}

/// Four samples of a row from `x` on.
template <bool byFours>
HWY_INLINE hn::Vec<Four> sampleFour(const ScanBuffers& buffers, std::size_t x) {
  const Four whole;
  const hn::RebindToUnsigned<Four> bits;
  const auto two = numbersOfFour<byFours>(buffers, x);
  const auto weights = hn::LoadU(whole, buffers.columnWeights.data() + x);
#if HWY_ARCH_X86
  // Multiplies and adds each two in one go; the numbers less 2^15, since it takes signed ones.
  const hn::Repartition<std::int16_t, Four> halves;
  const hn::Repartition<std::uint16_t, Four> numbers;
  const auto both = hn::BitCast(halves, hn::Xor(two, hn::Set(numbers, 0x8000)));
  auto none = hn::Zero(whole);
  const auto offset = hn::Set(whole, (1 << 23) + (1 << 15));
  const auto sum = hn::ReorderWidenMulAccumulate(whole, both, hn::BitCast(halves, weights), offset, none);
  return hn::BitCast(whole, hn::ShiftRight<16>(hn::BitCast(bits, sum)));
#else
  const auto low = hn::Set(whole, 0xFFFF);
  const auto first = hn::Mul(hn::And(hn::BitCast(whole, two), low), hn::And(weights, low));
  const auto next =
      hn::Mul(hn::BitCast(whole, hn::ShiftRight<16>(hn::BitCast(bits, two))), hn::ShiftRight<16>(weights));
  return hn::ShiftRight<16>(hn::Add(hn::Add(first, next), hn::Set(whole, 1 << 15)));
#endif
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

/// One row of an integral image, eight numbers at a time.
template <bool halved>
class IntegralRow {
 public:
  HWY_INLINE IntegralRow(LayerLayout layout, std::int32_t* to)
      : to_(to), above_(to - layout.stride), odd_(layout.stride / 2), last_(hn::Zero(Four())) {
    to[0] = 0;
  }

  /// For the pixels in columns `x` to `x` + 7: the pixel in column x ends in the integral image's column x + 1.
  HWY_INLINE void add(std::size_t x, hn::Vec<Four> a, hn::Vec<Four> b) {
    const Four four;
    a = runningSum(a, last_);
    b = runningSum(b, hn::Broadcast<3>(a));
    last_ = hn::Broadcast<3>(b);
    if constexpr (halved) {
      store(odd_ + x / 2, hn::ConcatEven(four, b, a));
      store(x / 2 + 1, hn::ConcatOdd(four, b, a));
    } else {
      store(x + 1, a);
      store(x + 5, b);
    }
  }

 private:
  HWY_INLINE void store(std::size_t at, hn::Vec<Four> sums) {
    const Four four;
    hn::StoreU(hn::Add(sums, hn::LoadU(four, above_ + at)), four, to_ + at);
  }

  std::int32_t* to_;
  const std::int32_t* above_;
  std::size_t odd_;
  hn::Vec<Four> last_;
};

/// One row of both integral images.
template <bool halved, bool byFours>
void addRow(const ScanBuffers& buffers, std::size_t count, std::int32_t* sums, std::int32_t* squares) {
  IntegralRow<halved> toSums(buffers.layer.layout, sums);
  IntegralRow<halved> toSquares(buffers.layer.layout, squares);
  for (std::size_t x = 0; x < count; x += 8) {
    const auto a = sampleFour<byFours>(buffers, x);
    const auto b = sampleFour<byFours>(buffers, x + 4);
    toSums.add(x, a, b);
    toSquares.add(x, squareOf(a), squareOf(b));
  }
}

void addRow(const ScanBuffers& buffers, std::size_t count, std::int32_t*, std::int32_t* sums, std::int32_t* squares) {
  const bool halved = buffers.layer.layout.halved;
  const auto add = buffers.columnsByFours ? (halved ? addRow<true, true> : addRow<false, true>)
                                          : (halved ? addRow<true, false> : addRow<false, false>);
  add(buffers, count, sums, squares);
}

#endif

/// All rows of both integral images. `firstColumn`, `columns`: which of the picture the layer's rows are made of.
void addRows(const cv::Mat& grey, std::size_t firstColumn, std::size_t columns, std::size_t count,
             ScanBuffers& buffers) {
  IntegralLayer& layer = buffers.layer;
  const std::size_t stride = layer.layout.stride;
  for (std::size_t y = 0; y < buffers.samples.size(); ++y) {
    const LineSample& row = buffers.samples[y];
    const int next = std::min(row.first + 1, grey.rows - 1);
    blendRows(grey.ptr<std::uint8_t>(row.first) + firstColumn, grey.ptr<std::uint8_t>(next) + firstColumn,
              row.nextWeight, columns, buffers.blended.data());
    addRow(buffers, count, buffers.pixels.data(), layer.sums.data() + (y + 1) * stride,
           layer.squares.data() + (y + 1) * stride);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace facewire::vision
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace facewire::vision {
namespace {

HWY_EXPORT(addRows);

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
  const std::size_t padded = (count + 7) / 8 * 8;
  grow(buffers.columnOffsets, padded);
  grow(buffers.columnWeights, padded);
  grow(buffers.columnShuffles, 4 * padded);
  buffers.columnsByFours = true;
  for (std::size_t x = 0; x < padded; ++x) {
    const LineSample& sample = buffers.samples[std::min(x, count - 1)];
    buffers.columnOffsets[x] = sample.first - buffers.samples.front().first;
    buffers.columnWeights[x] = sample.nextWeight << 16 | (256 - sample.nextWeight);
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
  HWY_DYNAMIC_DISPATCH(addRows)(grey, static_cast<std::size_t>(firstColumn), columns, count, buffers);
}

}  // namespace facewire::vision
#endif  // HWY_ONCE
