#pragma once

#include "overlap_kernel.hpp"

/// The kernel's functions without vectors, for processors that have no byte shuffles: same contracts, same sums.
namespace facewire::gallery::plain {

void sumNibbleRows(const NibbleRows& rows, std::span<const std::uint32_t> numbers, std::span<const RowGroup> groups,
                   const OverlapTables& tables, std::uint32_t* sums);
void sumViewRows(const std::uint8_t* tile, const CountGroups& sample, const OverlapTables& tables, std::uint32_t* sums);
void fillViewTile(const std::uint8_t* const* views, std::size_t length, std::uint8_t* tile, std::uint8_t* hasLarge);
std::uint32_t sumCounts(std::span<const std::uint8_t> counts);

}  // namespace facewire::gallery::plain
