#pragma once

#include <cstdint>
#include <vector>

namespace facewire::vision {

/// A face as numbers: for LBPH the concatenated histograms of all cells, each count at most 255.
/// Two descriptors can be compared only when the same encoder made both.
struct Descriptor {
  std::vector<std::uint8_t> counts;
  friend bool operator==(const Descriptor&, const Descriptor&) = default;
};

}  // namespace facewire::vision
