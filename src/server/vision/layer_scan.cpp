#include "layer_scan.hpp"

#include <algorithm>
#include <bit>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "layer_scan.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "window_bits.hpp"

HWY_BEFORE_NAMESPACE();
namespace facewire::vision {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Longer vectors gain nothing: nearly all of their loads straddle cache lines, and fewer of their lanes are alive.
using Whole = hn::CappedTag<std::int32_t, 8>;
using Real = hn::RebindToFloat<Whole>;
using Wholes = hn::Vec<Whole>;
using Reals = hn::Vec<Real>;

constexpr Whole kWhole{};
constexpr Real kReal{};

template <class Tag>
HWY_INLINE std::uint64_t bitsOf(Tag tag, hn::Mask<Tag> mask) {
  std::uint8_t bits = 0;
  hn::StoreMaskBits(tag, mask, &bits);
  return bits;
}

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

template <StumpShape shape>
HWY_INLINE Wholes addStumps(const std::int32_t*& words, std::int32_t count, const std::int32_t* window, Reals norms,
                            Wholes sums) {
  constexpr int corners = static_cast<int>(cornersOf(shape));
  for (std::int32_t i = 0; i < count; ++i, words += corners + 2) {
    const Reals values = hn::Mul(hn::ConvertTo(kReal, valuesOf<shape>(window, words)), norms);
    const Reals threshold = hn::BitCast(kReal, hn::Set(kWhole, words[corners]));
    const auto left = hn::RebindMask(kWhole, hn::Lt(values, threshold));
    sums = hn::Add(sums, hn::IfThenElseZero(left, hn::Set(kWhole, words[corners + 1])));
  }
  return sums;
}

HWY_INLINE Wholes sumStage(const ScanStage& stage, const std::int32_t* window, Reals norms) {
  const std::int32_t* words = stage.words;
  Wholes sums = hn::Set(kWhole, stage.base);
  sums = addStumps<StumpShape::edge>(words, stage.counts[0], window, norms, sums);
  sums = addStumps<StumpShape::doubled>(words, stage.counts[1], window, norms, sums);
  sums = addStumps<StumpShape::tripled>(words, stage.counts[2], window, norms, sums);
  return addStumps<StumpShape::chequers>(words, stage.counts[3], window, norms, sums);
}

/// Leaves those of a row's windows alive that pass the stage. Every block begins at a window that is alive.
void runStage(const ScanProgramme& programme, std::size_t index, const std::int32_t* row, const float* norms,
              WindowBits& alive) {
  const ScanStage& stage = programme.stages()[index];
  const Wholes fails = hn::Set(kWhole, stage.surelyFails);
  const Wholes passes = hn::Set(kWhole, stage.surelyPasses);
  const std::size_t lanes = hn::Lanes(kWhole);
  for (std::size_t x = alive.next(0); x < alive.size(); x = alive.next(x + lanes)) {
    const std::uint64_t before = alive.read(x, lanes);
    const Wholes sums = sumStage(stage, row + x, hn::LoadU(kReal, norms + x));
    const std::uint64_t sure = bitsOf(kWhole, hn::Gt(sums, passes));
    std::uint64_t after = before & sure;
    for (std::uint64_t doubt = before & ~sure & ~bitsOf(kWhole, hn::Lt(sums, fails)); doubt != 0; doubt &= doubt - 1) {
      const auto at = static_cast<std::size_t>(std::countr_zero(doubt));
      if (programme.passesExactly(index, row + x + at, norms[x + at])) after |= doubt & (~doubt + 1);
    }
    alive.remove(x, before & ~after);
  }
}

#if HWY_TARGET == HWY_SCALAR
using Long = hn::Rebind<double, Real>;
#else
using Long = hn::Repartition<double, Real>;
#endif

/// 1 / sqrt of area * squares - sum * sum, rounded as OpenCV's: whole numbers until the root, which doubles hold.
template <class Sums>
HWY_INLINE hn::Vec<Long> longNorms(Sums sums, Sums squares, double area) {
  const Long wide;
  const auto sum = hn::PromoteTo(wide, sums);
  const auto variance = hn::Sub(hn::Mul(hn::Set(wide, area), hn::PromoteTo(wide, squares)), hn::Mul(sum, sum));
  return hn::Div(hn::Set(wide, 1.0), hn::Sqrt(variance));
}

HWY_INLINE Reals normsOf(Wholes sums, Wholes squares, double area) {
#if HWY_TARGET == HWY_SCALAR
  return hn::DemoteTo(kReal, longNorms(sums, squares, area));
#else
  const hn::Half<Whole> half;
  const hn::Half<Real> demoted;
  const auto lower = longNorms(hn::LowerHalf(half, sums), hn::LowerHalf(half, squares), area);
  const auto upper = longNorms(hn::UpperHalf(half, sums), hn::UpperHalf(half, squares), area);
  return hn::Combine(kReal, hn::DemoteTo(demoted, upper), hn::DemoteTo(demoted, lower));
#endif
}

HWY_INLINE Wholes windowSums(const std::int32_t* window, const std::array<std::int32_t, 4>& offsets) {
  const auto p = [&](std::size_t corner) HWY_ATTR { return hn::LoadU(kWhole, window + offsets[corner]); };
  return hn::Add(hn::Sub(p(0), p(1)), hn::Sub(p(3), p(2)));
}

/// Finds which of a row's windows show enough, and their norms.
void normaliseRow(const ScanVariance& variance, const std::int32_t* sums, const std::int32_t* squares, float* norms,
                  WindowBits& alive) {
  const Reals area = hn::Set(kReal, static_cast<float>(variance.area));
  const std::size_t lanes = hn::Lanes(kWhole);
  for (std::size_t x = 0; x < alive.size(); x += lanes) {
    const Wholes sum = windowSums(sums + x, variance.offsets);
    const Wholes square = windowSums(squares + x, variance.offsets);
    const Reals roundSum = hn::ConvertTo(kReal, sum);
    const Reals rough = hn::Sub(hn::Mul(area, hn::ConvertTo(kReal, square)), hn::Mul(roundSum, roundSum));
    if (hn::AllTrue(kReal, hn::Lt(rough, hn::Set(kReal, variance.flat)))) continue;
    const Reals norm = normsOf(sum, square, variance.area);
    hn::StoreU(norm, kReal, norms + x);
    alive.add(x, lanes, bitsOf(kReal, hn::Lt(norm, hn::Set(kReal, variance.normLimit))));
  }
}

void scanRows(const ScanProgramme& programme, cv::Size windows, int rowStep, ScanBuffers& buffers) {
  WindowBits alive(buffers.alive, static_cast<std::size_t>(windows.width));
  for (int y = 0; y < windows.height; ++y) {
    const std::size_t start =
        static_cast<std::size_t>(y) * static_cast<std::size_t>(rowStep) * buffers.layer.layout.stride;
    const std::int32_t* const sums = buffers.layer.sums.data() + start;
    float* const norms = buffers.norms.data();
    alive.clear();
    normaliseRow(programme.variance(), sums, buffers.layer.squares.data() + start, norms, alive);
    if (alive.next(0) == alive.size()) continue;

    alive.remember();
    runStage(programme, 0, sums, norms, alive);
    alive.removeUnvisited();
    for (std::size_t stage = 1; stage < programme.stages().size() && alive.next(0) != alive.size(); ++stage)
      runStage(programme, stage, sums, norms, alive);
    for (std::size_t x = alive.next(0); x < alive.size(); x = alive.next(x + 1))
      buffers.passed.emplace_back(static_cast<int>(x), y);
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

void scanLayer(const ScanProgramme& programme, cv::Size windows, int rowStep, ScanBuffers& buffers) {
  HWY_DYNAMIC_DISPATCH(scanRows)(programme, windows, rowStep, buffers);
}

}  // namespace facewire::vision
#endif  // HWY_ONCE
