#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "facewire/vision/descriptor.hpp"

namespace facewire::gallery {

/// Overlaps are summed as whole numbers of 1/kOverlapUnit: then the sum does not depend on the order, equal distances
/// come out equal wherever a sample is kept, and 32 bits hold the sum over 2,000 cells.
inline constexpr std::uint32_t kOverlapUnit = 1U << 12;

/// Counts are bytes, so a row of the table has this many columns.
inline constexpr std::size_t kCounts = 256;

/// 4ab/(a+b) in units, at kCounts * a + b.
std::vector<std::uint32_t> makeOverlapTable();

/// A bin that the probe has, and where the row for its count begins in the table.
struct ProbeTerm {
  std::uint32_t bin;
  std::uint32_t row;
};

/// The probe's bins that are not zero: a sixth of them all, where the probe is a face.
std::vector<ProbeTerm> termsOf(const vision::Descriptor& probe);

/// The sum of all counts.
std::uint32_t sumOf(const vision::Descriptor& descriptor);

/// The overlap with one sample, in units. `counts`: as long as the probe was.
std::uint32_t sumOverlap(std::span<const ProbeTerm> terms, std::span<const std::uint8_t> counts,
                         std::span<const std::uint32_t> table);

}  // namespace facewire::gallery
