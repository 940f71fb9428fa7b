#include "portraits/noise.hpp"

#include <array>
#include <cmath>
#include <cstddef>

#include "portraits/colour.hpp"
#include "portraits/random.hpp"

namespace facewire::portraits {
namespace {

constexpr std::size_t kSide = 128;

const std::array<float, kSide * kSide>& lattice() {
  static const auto kLattice = [] {
    std::array<float, kSide * kSide> values{};
    Random random(0x6e6f697365);
    for (float& value : values) value = random.between(-1.0F, 1.0F);
    return values;
  }();
  return kLattice;
}

std::size_t wrap(float cell) {
  return static_cast<std::size_t>(static_cast<long>(cell)) & (kSide - 1);
}

}  // namespace

float noiseAt(float x, float y) {
  const auto& values = lattice();
  const float column = std::floor(x);
  const float row = std::floor(y);
  const float fx = x - column;
  const float fy = y - row;
  const float sx = fx * fx * (3.0F - 2.0F * fx);
  const float sy = fy * fy * (3.0F - 2.0F * fy);
  const std::size_t left = wrap(column);
  const std::size_t right = (left + 1) & (kSide - 1);
  const std::size_t top = wrap(row) * kSide;
  const std::size_t bottom = (top + kSide) & (kSide * kSide - 1);
  return mix(mix(values[top + left], values[top + right], sx), mix(values[bottom + left], values[bottom + right], sx),
             sy);
}

}  // namespace facewire::portraits
