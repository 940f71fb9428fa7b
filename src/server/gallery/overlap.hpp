#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace facewire::gallery {

/// Overlaps are summed as whole numbers of 1/kOverlapUnit: then the sum does not depend on the order, equal distances
/// come out equal wherever a sample is kept, and 32 bits hold the sum over 2,000 cells.
inline constexpr std::uint32_t kOverlapUnit = 1U << 12;

/// Counts are bytes, so a row of the table has this many columns.
inline constexpr std::size_t kCounts = 256;

/// Counts up to this one are told apart by a byte shuffle.
inline constexpr std::uint8_t kLargestNibble = 15;

/// The overlap of two counts, 4ab / (a + b), in units. Constant after construction.
class OverlapTables {
 public:
  OverlapTables();

  /// For every count b, with this a.
  const std::uint32_t* row(std::uint8_t a) const { return &table_[kCounts * a]; }

  /// The same for the counts b up to 15, as three tables for shuffles: sixteen times bits 0 to 5, bits 6 to 11, and
  /// bits 12 to 17, which is all there is. Six bits, so that four rows' sums fit a byte.
  static constexpr std::size_t kShuffleBytes = 48;
  const std::uint8_t* shuffles(std::uint8_t a) const { return &shuffles_[kShuffleBytes * a]; }

 private:
  std::vector<std::uint32_t> table_;
  std::vector<std::uint8_t> shuffles_;
};

}  // namespace facewire::gallery
