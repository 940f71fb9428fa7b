#pragma once

#include <cstdint>
#include <vector>

namespace facewire::vision {

/// A face as numbers, of one of two kinds. Two descriptors can be compared only when the same encoder made both.
struct Descriptor {
  /// LBPH: the concatenated histograms of all cells, each count at most 255. Empty where a network made the descriptor.
  std::vector<std::uint8_t> counts;
  /// A network's: a vector of length 1. Empty where it is LBPH's.
  std::vector<float> embedding{};
  friend bool operator==(const Descriptor&, const Descriptor&) = default;
};

}  // namespace facewire::vision
