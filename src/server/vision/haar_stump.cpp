#include "haar_stump.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

namespace facewire::vision {
namespace {

/// Integers beyond this are not all floats.
constexpr double kExactFloat = 16'777'216;

using Coefficients = std::map<std::pair<int, int>, int>;

std::optional<Coefficients> sumOfCorners(std::span<const WeightedRect> rects) {
  Coefficients at;
  double greatest = 0;
  for (const auto& [rect, weight] : rects) {
    if (weight != std::trunc(weight) || rect.empty()) return std::nullopt;
    greatest += std::abs(static_cast<double>(weight)) * 255 * rect.width * rect.height;
    if (!(greatest < kExactFloat)) return std::nullopt;
    const int times = static_cast<int>(weight);
    at[{rect.x, rect.y}] += times;
    at[{rect.x + rect.width, rect.y}] -= times;
    at[{rect.x, rect.y + rect.height}] -= times;
    at[{rect.x + rect.width, rect.y + rect.height}] += times;
  }
  std::erase_if(at, [](const auto& entry) { return entry.second == 0; });
  return at;
}

/// Takes the corners in the order of `coefficients`; false where they are not exactly those.
bool takeCorners(const Coefficients& at, int sign, std::span<const int> coefficients, HaarStump& stump) {
  if (at.size() != coefficients.size()) return false;
  std::array<bool, 9> filled{};
  for (const auto& [point, coefficient] : at) {
    std::size_t slot = 0;
    while (slot < coefficients.size() && (filled[slot] || coefficients[slot] != sign * coefficient)) ++slot;
    if (slot == coefficients.size()) return false;
    filled[slot] = true;
    stump.corners[slot] = {static_cast<std::int16_t>(point.first), static_cast<std::int16_t>(point.second)};
  }
  return true;
}

constexpr std::array kEdge{1, 1, -1, -1, 2, -2};
constexpr std::array kDoubled{1, 1, -1, -1, 2, 2, -2, -2};
constexpr std::array kTripled{1, 1, -1, -1, 3, 3, -3, -3};
constexpr std::array kChequers{1, 1, 1, 1, -2, -2, -2, -2, 4};

}  // namespace

std::optional<HaarStump> makeStump(std::span<const WeightedRect> rects, float threshold, float left, float right) {
  if (!std::isfinite(threshold) || !std::isfinite(left) || !std::isfinite(right)) return std::nullopt;
  const auto at = sumOfCorners(rects);
  if (!at) return std::nullopt;

  HaarStump stump;
  stump.threshold = threshold;
  stump.left = left;
  stump.right = right;
  const auto is = [&](StumpShape shape, std::span<const int> coefficients) {
    stump.shape = shape;
    return takeCorners(*at, 1, coefficients, stump);
  };
  if (is(StumpShape::edge, kEdge) || is(StumpShape::doubled, kDoubled) || is(StumpShape::tripled, kTripled) ||
      is(StumpShape::chequers, kChequers))
    return stump;

  // v < t is not (-v <= -t), and -v <= -t is -v < the next float after -t.
  if (takeCorners(*at, -1, kChequers, stump)) {
    stump.threshold = std::nextafter(-threshold, std::numeric_limits<float>::infinity());
    std::swap(stump.left, stump.right);
    return stump;
  }
  return std::nullopt;
}

}  // namespace facewire::vision
