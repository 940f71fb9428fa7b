#include "overlap_kernel.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "overlap_plain.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "overlap_kernel.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace facewire::gallery {
namespace HWY_NAMESPACE {

#if HWY_TARGET == HWY_SCALAR

// For processors without byte shuffles.
using plain::fillViewTile;
using plain::sumCounts;
using plain::sumNibbleRows;
using plain::sumViewRows;

#else

namespace hn = hwy::HWY_NAMESPACE;

/// Sums of one of a table's three parts: bytes take four rows, words the bytes of 256 such turns, and both in turn go
/// to the sums in 32 bits.
template <class D>
class PartSum {
 public:
  using D16 = hn::RepartitionToWide<D>;
  using V = hn::Vec<D>;

  // Written out, because what the compiler makes by itself isn't compiled for the target.
  HWY_INLINE PartSum() : all_(hn::Zero(D16())), odd_(hn::Zero(D16())) {}

  HWY_INLINE void add(V bytes) {
    const D16 d16;
    const auto pairs = hn::BitCast(d16, bytes);
    all_ = hn::Add(all_, pairs);
    odd_ = hn::Add(odd_, hn::ShiftRight<8>(pairs));
  }

  /// `all_` went over its 16 bits, but what the even bytes sum to did not: it is the rest without the odd ones.
  HWY_INLINE void moveTo(std::uint32_t* sums, int shift) {
    const D16 d16;
    HWY_ALIGN std::uint16_t even[HWY_MAX_BYTES / 2];
    HWY_ALIGN std::uint16_t odd[HWY_MAX_BYTES / 2];
    hn::Store(hn::Sub(all_, hn::ShiftLeft<8>(odd_)), d16, even);
    hn::Store(odd_, d16, odd);
    for (std::size_t i = 0; i < hn::Lanes(d16); ++i) {
      sums[2 * i] += static_cast<std::uint32_t>(even[i]) << shift;
      sums[2 * i + 1] += static_cast<std::uint32_t>(odd[i]) << shift;
    }
    all_ = hn::Zero(d16);
    odd_ = hn::Zero(d16);
  }

 private:
  hn::Vec<D16> all_;
  hn::Vec<D16> odd_;
};

constexpr std::uint32_t kRowsInBytes = 4;
constexpr std::size_t kTurnsInWords = 256;

/// The overlaps of the vectors of counts that `load(i)` gives, i in the groups; a vector may hold several rows.
template <class D, class Groups, class Load>
HWY_INLINE void sumOverlaps(D d, const Groups& groups, const OverlapTables& tables, const Load& load,
                            std::uint32_t* sums) {
  PartSum<D> low;
  PartSum<D> middle;
  PartSum<D> high;
  std::size_t turns = 0;
  const auto moveAll = [&]() HWY_ATTR {
    low.moveTo(sums, 0);
    middle.moveTo(sums, 6);
    high.moveTo(sums, 12);
    turns = 0;
  };
  for (const auto& group : groups) {
    const std::uint8_t* parts = tables.shuffles(group.count);
    const auto lowPart = hn::LoadDup128(d, parts);
    const auto middlePart = hn::LoadDup128(d, parts + 16);
    const auto highPart = hn::LoadDup128(d, parts + 32);
    for (std::uint32_t i = group.begin; i < group.end;) {
      auto l = hn::Zero(d);
      auto m = hn::Zero(d);
      auto h = hn::Zero(d);
      const std::uint32_t end = load.turnEnd(i, group);
      for (; i < end; i = load.next(i)) {
        const auto counts = load(d, group, i);
        l = hn::Add(l, hn::TableLookupBytes(lowPart, counts));
        m = hn::Add(m, hn::TableLookupBytes(middlePart, counts));
        h = hn::Add(h, hn::TableLookupBytes(highPart, counts));
      }
      low.add(l);
      middle.add(m);
      high.add(h);
      if (++turns == kTurnsInWords) moveAll();
    }
  }
  moveAll();
}

template <bool kUpperHalf>
struct NibbleLoad {
  const std::uint8_t* column;
  std::size_t rowBytes;
  const std::uint32_t* numbers;

  HWY_INLINE std::uint32_t turnEnd(std::uint32_t i, const RowGroup& group) const {
    return std::min(i + kRowsInBytes, group.end);
  }
  HWY_INLINE std::uint32_t next(std::uint32_t i) const { return i + 1; }

  template <class D>
  HWY_INLINE hn::Vec<D> operator()(D d, const RowGroup&, std::uint32_t i) const {
    const auto row = hn::Load(d, column + rowBytes * numbers[i]);
    if constexpr (kUpperHalf) return hn::ShiftRight<4>(row);
    return hn::And(row, hn::Set(d, kLargestNibble));
  }
};

template <class D>
HWY_INLINE void sumColumns(D d, const NibbleRows& rows, std::span<const std::uint32_t> numbers,
                           std::span<const RowGroup> groups, const OverlapTables& tables, std::uint32_t* sums) {
  const std::size_t lanes = hn::Lanes(d);
  for (std::size_t column = 0; column < rows.rowBytes; column += lanes) {
    std::array<std::uint32_t, HWY_MAX_BYTES> lower{};
    std::array<std::uint32_t, HWY_MAX_BYTES> upper{};
    sumOverlaps(d, groups, tables, NibbleLoad<false>{rows.bytes + column, rows.rowBytes, numbers.data()}, lower.data());
    sumOverlaps(d, groups, tables, NibbleLoad<true>{rows.bytes + column, rows.rowBytes, numbers.data()}, upper.data());
    for (std::size_t i = 0; i < lanes; ++i) {
      const std::size_t member = (column + i) / 16 * 32 + i % 16;
      sums[member] += lower[i];
      sums[member + 16] += upper[i];
    }
  }
}

void sumNibbleRows(const NibbleRows& rows, std::span<const std::uint32_t> numbers, std::span<const RowGroup> groups,
                   const OverlapTables& tables, std::uint32_t* sums) {
  const hn::CappedTag<std::uint8_t, 128> widest;
  const hn::CappedTag<std::uint8_t, 32> wide;
  const hn::CappedTag<std::uint8_t, 16> narrow;
  if (rows.rowBytes >= hn::Lanes(widest)) return sumColumns(widest, rows, numbers, groups, tables, sums);
  if (rows.rowBytes >= hn::Lanes(wide)) return sumColumns(wide, rows, numbers, groups, tables, sums);
  sumColumns(narrow, rows, numbers, groups, tables, sums);
}

/// One row of a tile in each half of a vector, where there are halves.
struct ViewLoad {
  const std::uint8_t* tile;
  const std::uint8_t* zeros;
  const std::uint16_t* bins;
  std::uint32_t step;

  HWY_INLINE std::uint32_t turnEnd(std::uint32_t i, const CountGroups::Group& group) const {
    return std::min(i + kRowsInBytes * step, group.end);
  }
  HWY_INLINE std::uint32_t next(std::uint32_t i) const { return i + step; }

  template <class D>
  HWY_INLINE hn::Vec<D> operator()(D d, const CountGroups::Group& group, std::uint32_t i) const {
    const std::uint8_t* from = tile + kTileViews * std::size_t{group.base};
    const std::uint8_t* row = from + kTileViews * bins[i];
#if HWY_MAX_BYTES >= 32
    const hn::Half<D> half;
    const std::uint8_t* other = i + 1 < group.end ? from + kTileViews * bins[i + 1] : zeros;
    return hn::Combine(d, hn::Load(half, other), hn::Load(half, row));
#else
    return hn::Load(d, row);
#endif
  }
};

void sumViewRows(const std::uint8_t* tile, const CountGroups& sample, const OverlapTables& tables,
                 std::uint32_t* sums) {
  const hn::CappedTag<std::uint8_t, 32> d;
  std::array<std::uint32_t, 2 * kTileViews> both{};
  const auto step = static_cast<std::uint32_t>(hn::Lanes(d) / kTileViews);
  sumOverlaps(d, sample.groups, tables,
              ViewLoad{tile, tile + kTileViews * std::size_t{sample.length}, sample.bins.data(), step}, both.data());
  for (std::size_t i = 0; i < kTileViews; ++i) sums[i] = both[i] + both[i + kTileViews];
}

/// Sixteen vectors of sixteen bytes, rows for columns, in four rounds of interleaving.
template <class D>
HWY_INLINE void transpose(D d, hn::Vec<D> (&rows)[16]) {
  hn::Vec<D> next[16];
  for (int round = 0; round < 4; ++round) {
    for (int i = 0; i < 8; ++i) {
      next[2 * i] = hn::InterleaveLower(d, rows[i], rows[i + 8]);
      next[2 * i + 1] = hn::InterleaveUpper(d, rows[i], rows[i + 8]);
    }
    for (int i = 0; i < 16; ++i) rows[i] = next[i];
  }
}

void fillViewTile(const std::uint8_t* const* views, std::size_t length, std::uint8_t* tile, std::uint8_t* hasLarge) {
  const hn::CappedTag<std::uint8_t, 16> d;
  const auto largest = hn::Set(d, kLargestNibble);
  for (std::size_t bin = 0; bin + 16 <= length; bin += 16) {
    hn::Vec<decltype(d)> rows[16];
    auto all = hn::Zero(d);
    for (std::size_t view = 0; view < kTileViews; ++view) {
      rows[view] = views[view] == nullptr ? hn::Zero(d) : hn::LoadU(d, views[view] + bin);
      all = hn::Max(all, rows[view]);
    }
    const bool isLarge = !hn::AllTrue(d, hn::Eq(hn::Min(all, largest), all));
    hasLarge[bin / 16] = isLarge ? 1 : 0;
    if (isLarge) {
      for (auto& row : rows) row = hn::IfThenElseZero(hn::Eq(hn::Min(row, largest), row), row);
    }
    transpose(d, rows);
    for (std::size_t i = 0; i < 16; ++i) hn::Store(rows[i], d, tile + kTileViews * (bin + i));
  }
  const std::size_t rest = length / 16 * 16;
  if (rest < length) hasLarge[rest / 16] = 0;
  for (std::size_t bin = rest; bin < length; ++bin) {
    for (std::size_t view = 0; view < kTileViews; ++view) {
      const std::uint8_t count = views[view] == nullptr ? std::uint8_t{0} : views[view][bin];
      if (count > kLargestNibble) hasLarge[bin / 16] = 1;
      tile[kTileViews * bin + view] = count > kLargestNibble ? std::uint8_t{0} : count;
    }
  }
}

std::uint32_t sumCounts(std::span<const std::uint8_t> counts) {
  const hn::CappedTag<std::uint8_t, 128> d;
  const hn::Repartition<std::uint64_t, decltype(d)> d64;
  auto sums = hn::Zero(d64);
  std::size_t i = 0;
  for (; i + hn::Lanes(d) <= counts.size(); i += hn::Lanes(d)) {
    sums = hn::Add(sums, hn::SumsOf8(hn::LoadU(d, counts.data() + i)));
  }
  HWY_ALIGN std::uint64_t lanes[HWY_MAX_BYTES / 8];
  hn::Store(sums, d64, lanes);
  const std::uint64_t sum = std::accumulate(lanes, lanes + hn::Lanes(d64), std::uint64_t{0});
  return std::accumulate(counts.begin() + static_cast<std::ptrdiff_t>(i), counts.end(),
                         static_cast<std::uint32_t>(sum));
}

#endif

}  // namespace HWY_NAMESPACE
}  // namespace facewire::gallery
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace facewire::gallery {

HWY_EXPORT(sumNibbleRows);
HWY_EXPORT(sumViewRows);
HWY_EXPORT(fillViewTile);
HWY_EXPORT(sumCounts);

void sumNibbleRows(const NibbleRows& rows, std::span<const std::uint32_t> numbers, std::span<const RowGroup> groups,
                   const OverlapTables& tables, std::uint32_t* sums) {
  HWY_DYNAMIC_DISPATCH(sumNibbleRows)(rows, numbers, groups, tables, sums);
}

void sumViewRows(const std::uint8_t* tile, const CountGroups& sample, const OverlapTables& tables,
                 std::uint32_t* sums) {
  HWY_DYNAMIC_DISPATCH(sumViewRows)(tile, sample, tables, sums);
}

void fillViewTile(const std::uint8_t* const* views, std::size_t length, std::uint8_t* tile, std::uint8_t* hasLarge) {
  HWY_DYNAMIC_DISPATCH(fillViewTile)(views, length, tile, hasLarge);
}

std::uint32_t sumCounts(std::span<const std::uint8_t> counts) {
  return HWY_DYNAMIC_DISPATCH(sumCounts)(counts);
}

}  // namespace facewire::gallery
#endif
