#include "portraits/noise.hpp"

#include <array>
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

// Lifts every place that a painter asks for above 0, by whole periods, so that cutting off the fraction rounds down.
constexpr float kAboveZero = 1024.0F;

std::size_t wrap(int cell) {
  return static_cast<std::size_t>(cell) & (kSide - 1);
}

}  // namespace

float noiseAt(float x, float y) {
  const auto& values = lattice();
  const float px = x + kAboveZero;
  const float py = y + kAboveZero;
  const int column = static_cast<int>(px);
  const int row = static_cast<int>(py);
  const float fx = px - static_cast<float>(column);
  const float fy = py - static_cast<float>(row);
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
