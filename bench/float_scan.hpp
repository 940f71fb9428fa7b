#pragma once

#include <cstddef>

namespace facewire::bench {

/// The products of a probe with `count` rows of `length` numbers each, by the widest vectors that this processor has:
/// what reads all numbers of all rows takes at least so long. `length`: a multiple of 64.
void multiplyRows(const float* rows, std::size_t count, std::size_t length, const float* probe, float* products);

}  // namespace facewire::bench
