#include "overlap_plain.hpp"

#include <algorithm>
#include <numeric>

namespace facewire::gallery::plain {

void sumNibbleRows(const NibbleRows& rows, std::span<const std::uint32_t> numbers, std::span<const RowGroup> groups,
                   const OverlapTables& tables, std::uint32_t* sums) {
  for (const RowGroup& group : groups) {
    const std::uint32_t* overlaps = tables.row(group.count);
    for (const std::uint32_t number : numbers.subspan(group.begin, group.end - group.begin)) {
      const std::uint8_t* row = rows.bytes + rows.rowBytes * number;
      for (std::size_t i = 0; i < rows.rowBytes; ++i) {
        const std::size_t member = i / 16 * 32 + i % 16;
        sums[member] += overlaps[row[i] & kLargestNibble];
        sums[member + 16] += overlaps[row[i] >> 4];
      }
    }
  }
}

void sumViewRows(const std::uint8_t* tile, const CountGroups& sample, const OverlapTables& tables,
                 std::uint32_t* sums) {
  std::fill_n(sums, kTileViews, 0U);
  sample.forEach([&](std::uint32_t bin, std::uint8_t count) {
    const std::uint8_t* row = tile + kTileViews * std::size_t{bin};
    for (std::size_t i = 0; i < kTileViews; ++i) sums[i] += tables.row(count)[row[i]];
  });
}

void fillViewTile(const std::uint8_t* const* views, std::size_t length, std::uint8_t* tile, std::uint8_t* hasLarge) {
  std::fill_n(hasLarge, (length + 15) / 16, std::uint8_t{0});
  for (std::size_t view = 0; view < kTileViews; ++view) {
    for (std::size_t bin = 0; bin < length; ++bin) {
      const std::uint8_t count = views[view] == nullptr ? std::uint8_t{0} : views[view][bin];
      if (count > kLargestNibble) hasLarge[bin / 16] = 1;
      tile[kTileViews * bin + view] = count > kLargestNibble ? std::uint8_t{0} : count;
    }
  }
}

std::uint32_t sumCounts(std::span<const std::uint8_t> counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint32_t{0});
}

}  // namespace facewire::gallery::plain
