#pragma once

#include <cstdint>
#include <span>

#include "count_groups.hpp"
#include "overlap.hpp"

namespace facewire::gallery {

/// Rows that are scored with one count of the probe's.
struct RowGroup {
  std::uint32_t begin;
  std::uint32_t end;
  std::uint8_t count;
};

/// Rows of counts up to 15 as nibbles, for many members each. Byte i of a row's c-th sixteen bytes holds the counts of
/// the members 32c + i (lower half) and 32c + 16 + i.
struct NibbleRows {
  const std::uint8_t* bytes;  ///< aligned to a row's length, or to 64
  std::size_t rowBytes;       ///< 16, 32, 64 or 128
};

/// Adds to `sums` each member's overlap with the probe in the rows that the groups name by number, in units.
/// `sums`: two for each byte of a row.
void sumNibbleRows(const NibbleRows& rows, std::span<const std::uint32_t> numbers, std::span<const RowGroup> groups,
                   const OverlapTables& tables, std::uint32_t* sums);

/// How many views are measured beside a sample at once.
inline constexpr std::size_t kTileViews = 16;

/// Gives in `sums` the overlap of a sample with each of kTileViews views, in units. `tile`: for each bin the views'
/// counts, up to 15, a byte each, and one row of zeros after the last bin; aligned to 16.
void sumViewRows(const std::uint8_t* tile, const CountGroups& sample, const OverlapTables& tables, std::uint32_t* sums);

/// Writes a tile from the views' counts, each of `length` bins, and zeros for views that are nullptr. Counts above 15
/// stay zero; says in `hasLarge`, a byte for every 16 bins, whether there were any.
void fillViewTile(const std::uint8_t* const* views, std::size_t length, std::uint8_t* tile, std::uint8_t* hasLarge);

/// The sum of all counts.
std::uint32_t sumCounts(std::span<const std::uint8_t> counts);

}  // namespace facewire::gallery
