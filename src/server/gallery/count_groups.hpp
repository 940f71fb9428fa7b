#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "facewire/vision/descriptor.hpp"

namespace facewire::gallery {

/// A descriptor's bins that are not zero, those of equal counts together: the form in which overlaps are summed, since
/// all bins of one count share one table. Lossless.
struct CountGroups {
  /// Bins are kept in 16 bits, from a group's base on.
  static constexpr std::uint32_t kBaseStep = 1U << 16;

  struct Group {
    std::uint32_t base;
    std::uint32_t begin;  ///< of its part of `bins`
    std::uint32_t end;
    std::uint8_t count;  ///< 1 to 255
  };

  std::vector<std::uint16_t> bins;  ///< ascending in each group
  std::vector<Group> groups;        ///< by base, then by count
  std::uint32_t length = 0;         ///< how many bins there are, with the empty ones
  std::uint32_t sum = 0;            ///< of all counts

  /// Takes the place of what was there, and keeps its memory. `room`: memory to work in, kept for the next.
  void assign(const vision::Descriptor& descriptor);
  void assign(const vision::Descriptor& descriptor, std::vector<std::uint32_t>& room);

  /// The same from pairs of bin and count, the bins ascending and each there once. Precondition: bins below `bins`.
  void assign(std::span<const std::pair<std::uint32_t, std::uint8_t>> entries, std::uint32_t binsInAll);

  /// Calls `visit(bin, count)` for every bin that is not zero.
  template <typename Visit>
  void forEach(const Visit& visit) const {
    // Copies, since what `visit` writes might be these for all that the compiler knows.
    const std::uint16_t* const first = bins.data();
    for (const Group group : groups) {
      for (std::uint32_t i = group.begin; i < group.end; ++i) visit(group.base + first[i], group.count);
    }
  }

  vision::Descriptor toDescriptor() const;
};

}  // namespace facewire::gallery
