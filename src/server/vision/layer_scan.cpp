#include "layer_scan.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "layer_scan.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "plain_quads.hpp"
#include "window_bits.hpp"

#ifndef FACEWIRE_LAYER_SCAN_ONCE
#define FACEWIRE_LAYER_SCAN_ONCE
namespace facewire::vision {

inline constexpr std::size_t kBlockWindows = 8;

/// How far apart rows are in a band's count of windows.
inline std::size_t paddedRow(std::size_t windows) {
  return (windows + kBlockWindows + 63) / 64 * 64;
}

}  // namespace facewire::vision
#endif

HWY_BEFORE_NAMESPACE();
namespace facewire::vision {
namespace HWY_NAMESPACE {

#if HWY_TARGET == HWY_SCALAR

namespace hn = quads;

using hn::Real;
using hn::Reals;
using hn::Whole;
using hn::Wholes;

template <class Tag>
std::uint64_t bitsOf(Tag, Wholes mask) {
  return hn::bitsOf(mask);
}

#else

namespace hn = hwy::HWY_NAMESPACE;

// Longer vectors gain nothing: nearly all of their loads straddle cache lines, and fewer of their lanes are alive.
using Whole = hn::CappedTag<std::int32_t, kBlockWindows>;
using Real = hn::RebindToFloat<Whole>;
using Wholes = hn::Vec<Whole>;
using Reals = hn::Vec<Real>;

template <class Tag>
HWY_INLINE std::uint64_t bitsOf(Tag tag, hn::Mask<Tag> mask) {
  std::uint8_t bits = 0;
  hn::StoreMaskBits(tag, mask, &bits);
  return bits;
}

#endif

constexpr Whole kWhole{};
constexpr Real kReal{};

template <StumpShape shape>
HWY_INLINE Wholes valuesOf(const std::int32_t* window, const std::int32_t* offsets) {
  const auto p = [&](int corner) HWY_ATTR { return hn::LoadU(kWhole, window + offsets[corner]); };
  if constexpr (shape == StumpShape::chequers) {
    const Wholes outer = hn::Add(hn::Add(p(0), p(1)), hn::Add(p(2), p(3)));
    const Wholes edges = hn::Add(hn::Add(p(4), p(5)), hn::Add(p(6), p(7)));
    const Wholes rest = hn::Sub(hn::Add(p(8), p(8)), edges);
    return hn::Add(outer, hn::Add(rest, rest));
  } else {
    const Wholes outer = hn::Sub(hn::Add(p(0), p(1)), hn::Add(p(2), p(3)));
    if constexpr (shape == StumpShape::edge) {
      const Wholes inner = hn::Sub(p(4), p(5));
      return hn::Add(outer, hn::Add(inner, inner));
    } else {
      const Wholes inner = hn::Sub(hn::Add(p(4), p(5)), hn::Add(p(6), p(7)));
      const Wholes twice = hn::Add(outer, hn::Add(inner, inner));
      return shape == StumpShape::doubled ? twice : hn::Add(twice, inner);
    }
  }
}

/// Neighbouring windows, as many as a vector holds.
struct Block {
  const std::int32_t* window;  ///< the first one's upper left point in the integral image
  const float* norms;
};

/// A block on its way through a stage.
struct StageSum {
  StageSum(const ScanStage& stage, const Block& block)
      : window(block.window), norms(hn::LoadU(kReal, block.norms)), sums(hn::Set(kWhole, stage.base)) {}
  const std::int32_t* window;
  Reals norms;
  Wholes sums;  ///< what of the leaves of the stumps so far counts
};

template <StumpShape shape>
HWY_INLINE void addStump(const std::int32_t* words, Reals threshold, Wholes change, StageSum& sum) {
  const Reals values = hn::Mul(hn::ConvertTo(kReal, valuesOf<shape>(sum.window, words)), sum.norms);
  sum.sums = hn::Add(sum.sums, hn::IfThenElseZero(hn::RebindMask(kWhole, hn::Lt(values, threshold)), change));
}

/// For one block, or for two at once: they share the reading of the stumps.
template <StumpShape shape, class... Sums>
HWY_INLINE void addStumps(const std::int32_t*& words, std::int32_t count, Sums&... sums) {
  constexpr int corners = static_cast<int>(cornersOf(shape));
  for (std::int32_t i = 0; i < count; ++i, words += corners + 2) {
    const Reals threshold = hn::BitCast(kReal, hn::Set(kWhole, words[corners]));
    const Wholes change = hn::Set(kWhole, words[corners + 1]);
    (addStump<shape>(words, threshold, change, sums), ...);
  }
}

template <class... Sums>
HWY_INLINE void sumStage(const ScanStage& stage, Sums&... sums) {
  const std::int32_t* words = stage.words;
  addStumps<StumpShape::edge>(words, stage.counts[0], sums...);
  addStumps<StumpShape::doubled>(words, stage.counts[1], sums...);
  addStumps<StumpShape::tripled>(words, stage.counts[2], sums...);
  addStumps<StumpShape::chequers>(words, stage.counts[3], sums...);
}

/// A few rows of windows. They are counted through, each row from a multiple of 64 on and followed by at least a block
/// of such as are none, so that no block holds windows of two rows.
struct Band {
  const ScanProgramme& programme;
  const std::int32_t* sums;  ///< the first row's upper left point
  std::size_t rowWindows;    ///< from row to row, in the count of windows
  std::size_t rowNumbers;    ///< from row to row, in the integral image
  float* norms;
  WindowBits& alive;

  Block blockAt(std::size_t at) const { return {sums + at / rowWindows * rowNumbers + at % rowWindows, norms + at}; }
};

/// Of a block's windows that are alive, removes those that fail the stage.
HWY_INLINE void judge(const Band& band, std::size_t index, std::size_t at, const Block& block, Wholes sums) {
  const ScanStage& stage = band.programme.stages()[index];
  const std::uint64_t before = band.alive.read(at, hn::Lanes(kWhole));
  const std::uint64_t sure = bitsOf(kWhole, hn::Gt(sums, hn::Set(kWhole, stage.surelyPasses)));
  const std::uint64_t fails = bitsOf(kWhole, hn::Lt(sums, hn::Set(kWhole, stage.surelyFails)));
  std::uint64_t after = before & sure;
  for (std::uint64_t doubt = before & ~sure & ~fails; doubt != 0; doubt &= doubt - 1) {
    const auto lane = static_cast<std::size_t>(std::countr_zero(doubt));
    if (band.programme.passesExactly(index, block.window + lane, block.norms[lane])) after |= doubt & (~doubt + 1);
  }
  band.alive.remove(at, before & ~after);
}

/// Leaves those of a band's windows alive that pass the stage. Every block begins at a window that is alive.
void runStage(const Band& band, std::size_t index) {
  const ScanStage& stage = band.programme.stages()[index];
  const std::size_t lanes = hn::Lanes(kWhole);
  const WindowBits& alive = band.alive;
  for (std::size_t at = alive.next(0); at < alive.size();) {
    const std::size_t other = alive.next(at + lanes);
    const Block a = band.blockAt(at);
    StageSum sumsA(stage, a);
    if (other == alive.size()) {
      sumStage(stage, sumsA);
      judge(band, index, at, a, sumsA.sums);
      break;
    }
    const Block b = band.blockAt(other);
    StageSum sumsB(stage, b);
    sumStage(stage, sumsA, sumsB);
    judge(band, index, at, a, sumsA.sums);
    judge(band, index, other, b, sumsB.sums);
    at = alive.next(other + lanes);
  }
}

/// 1 / sqrt of area * squares - sum * sum, rounded as OpenCV's: whole numbers until the root, which doubles hold.
#if HWY_TARGET == HWY_SCALAR

Reals normsOf(Wholes sums, Wholes squares, double area) {
  Reals norms{};
  for (std::size_t i = 0; i < hn::Lanes(kWhole); ++i) {
    const auto sum = static_cast<double>(sums[i]);
    norms[i] = static_cast<float>(1 / std::sqrt(area * static_cast<double>(squares[i]) - sum * sum));
  }
  return norms;
}

#else

using Long = hn::Repartition<double, Real>;

template <class Sums>
HWY_INLINE hn::Vec<Long> longNorms(Sums sums, Sums squares, double area) {
  const Long wide;
  const auto sum = hn::PromoteTo(wide, sums);
  const auto variance = hn::Sub(hn::Mul(hn::Set(wide, area), hn::PromoteTo(wide, squares)), hn::Mul(sum, sum));
  return hn::Div(hn::Set(wide, 1.0), hn::Sqrt(variance));
}

HWY_INLINE Reals normsOf(Wholes sums, Wholes squares, double area) {
  const hn::Half<Whole> half;
  const hn::Half<Real> demoted;
  const auto lower = longNorms(hn::LowerHalf(half, sums), hn::LowerHalf(half, squares), area);
  const auto upper = longNorms(hn::UpperHalf(half, sums), hn::UpperHalf(half, squares), area);
  return hn::Combine(kReal, hn::DemoteTo(demoted, upper), hn::DemoteTo(demoted, lower));
}

#endif

HWY_INLINE Wholes windowSums(const std::int32_t* window, const std::array<std::int32_t, 4>& offsets) {
  const auto p = [&](std::size_t corner) HWY_ATTR { return hn::LoadU(kWhole, window + offsets[corner]); };
  return hn::Add(hn::Sub(p(0), p(1)), hn::Sub(p(3), p(2)));
}

/// Finds which of a row's `count` windows show enough, and their norms. `first`: the row's first in the count of
/// windows.
void normaliseRow(const Band& band, std::size_t first, std::size_t count, const std::int32_t* sums,
                  const std::int32_t* squares) {
  const ScanVariance& variance = band.programme.variance();
  const Reals area = hn::Set(kReal, static_cast<float>(variance.area));
  const std::size_t lanes = hn::Lanes(kWhole);
  for (std::size_t x = 0; x < count; x += lanes) {
    const Wholes sum = windowSums(sums + x, variance.offsets);
    const Wholes square = windowSums(squares + x, variance.offsets);
    const Reals roundSum = hn::ConvertTo(kReal, sum);
    const Reals rough = hn::Sub(hn::Mul(area, hn::ConvertTo(kReal, square)), hn::Mul(roundSum, roundSum));
    if (hn::AllTrue(kReal, hn::Lt(rough, hn::Set(kReal, variance.flat)))) continue;
    const Reals norm = normsOf(sum, square, variance.area);
    hn::StoreU(norm, kReal, band.norms + first + x);
    std::uint64_t shown = bitsOf(kReal, hn::Lt(norm, hn::Set(kReal, variance.normLimit)));
    if (count - x < lanes) shown &= (std::uint64_t{1} << (count - x)) - 1;
    band.alive.add(first + x, shown);
  }
}

/// Leaves none of `spared` alive in the band that begins with the windows' row `top`.
void spare(std::span<const cv::Rect> spared, std::size_t top, std::size_t rows, const Band& band) {
  for (const cv::Rect& part : spared) {
    const std::size_t begin = std::max(top, static_cast<std::size_t>(part.y));
    const std::size_t end = std::min(top + rows, static_cast<std::size_t>(part.y + part.height));
    for (std::size_t row = begin; row < end; ++row) {
      band.alive.clear((row - top) * band.rowWindows + static_cast<std::size_t>(part.x),
                       static_cast<std::size_t>(part.width));
    }
  }
}

void scanRows(const ScanProgramme& programme, cv::Size windows, int rowStep, bool skips,
              std::span<const cv::Rect> spared, ScanBuffers& buffers) {
  const auto width = static_cast<std::size_t>(windows.width);
  const auto height = static_cast<std::size_t>(windows.height);
  const std::size_t rowWindows = paddedRow(width);
  const std::size_t rowNumbers = static_cast<std::size_t>(rowStep) * buffers.layer.layout.stride;
  for (std::size_t top = 0; top < height; top += kBandRows) {
    const std::size_t rows = std::min(kBandRows, height - top);
    WindowBits alive(buffers.alive, rows * rowWindows);
    const std::size_t start = top * rowNumbers;
    const Band band{programme, buffers.layer.sums.data() + start, rowWindows, rowNumbers, buffers.norms.data(), alive};
    for (std::size_t row = 0; row < rows; ++row)
      normaliseRow(band, row * rowWindows, width, band.sums + row * rowNumbers,
                   buffers.layer.squares.data() + start + row * rowNumbers);

    if (skips) alive.remember();
    runStage(band, 0);
    if (skips) alive.removeUnvisited();
    spare(spared, top, rows, band);
    for (std::size_t stage = 1; stage < programme.stages().size(); ++stage) {
      if (alive.next(0) == alive.size()) break;
      runStage(band, stage);
    }
    for (std::size_t at = alive.next(0); at < alive.size(); at = alive.next(at + 1))
      buffers.passed.emplace_back(static_cast<int>(at % rowWindows), static_cast<int>(top + at / rowWindows));
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace facewire::vision
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace facewire::vision {
namespace {

HWY_EXPORT(scanRows);

}  // namespace

void scanLayer(const ScanProgramme& programme, cv::Size windows, int rowStep, bool skips,
               std::span<const cv::Rect> spared, ScanBuffers& buffers) {
  grow(buffers.norms, kBandRows * paddedRow(static_cast<std::size_t>(windows.width)) + kBlockWindows);
  HWY_DYNAMIC_DISPATCH(scanRows)(programme, windows, rowStep, skips, spared, buffers);
}

}  // namespace facewire::vision
#endif  // HWY_ONCE
