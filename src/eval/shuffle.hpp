#pragma once

#include <cstddef>
#include <random>
#include <utility>
#include <vector>

namespace facewire::eval {

/// The standard fixes its numbers, unlike those of its distributions and of std::shuffle, so a seed means the same
/// everywhere.
using Random = std::mt19937_64;

/// 0 to `count` - 1. Precondition: count > 0.
inline std::size_t pickIndex(Random& random, std::size_t count) {
  return static_cast<std::size_t>(random() % count);
}

/// Fisher and Yates' shuffle.
template <typename T>
void shuffle(std::vector<T>& values, Random& random) {
  for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[pickIndex(random, i)]);
}

}  // namespace facewire::eval
