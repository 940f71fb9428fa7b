#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "count_groups.hpp"
#include "facewire/vision/descriptor.hpp"
#include "overlap.hpp"
#include "overlap_kernel.hpp"

namespace facewire::gallery {

/// Up to kTileViews views of a face, bin by bin beside one another, so that a sample is measured from all of them while
/// its counts are gone through once. Confined to one thread; keeps its memory for the next face.
class ViewTile {
 public:
  using Sums = std::array<std::uint32_t, kTileViews>;

  /// Precondition: 1 to kTileViews views, each of `length` bins; nullptr: no view, all zero.
  void assign(std::span<const vision::Descriptor* const> views, std::size_t length);

  /// The sample's overlap with each view, in units. Precondition: it is as long as the views.
  void sumOverlaps(const CountGroups& sample, const OverlapTables& tables, Sums& sums);

 private:
  /// A count that is too large for the tile.
  struct Large {
    std::uint32_t bin;
    std::uint8_t view;
    std::uint8_t count;
  };

  struct Free {
    void operator()(std::uint8_t* bytes) const;
  };

  void reserve(std::size_t length);

  std::size_t length_ = 0;
  std::size_t capacity_ = 0;
  std::unique_ptr<std::uint8_t[], Free> tile_;
  std::vector<std::uint8_t> hasLarge_;
  std::vector<Large> large_;
  std::vector<std::uint8_t> counts_;  ///< of the sample in hand; all zero between samples
};

}  // namespace facewire::gallery
