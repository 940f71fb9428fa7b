#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <opencv2/core/types.hpp>
#include <optional>
#include <span>
#include <vector>

namespace facewire::vision {

/// A point of the integral image, counted from the window's upper left one.
struct Corner {
  std::int16_t x = 0;
  std::int16_t y = 0;
};

/// Which sum over the corners p of the integral image a feature is. Rectangles of a feature share corners, so that it
/// takes six to nine readings rather than eight to twelve.
enum class StumpShape : std::uint8_t {
  edge,      ///< (p0 + p1 - p2 - p3) + 2 (p4 - p5)
  doubled,   ///< (p0 + p1 - p2 - p3) + 2 (p4 + p5 - p6 - p7)
  tripled,   ///< (p0 + p1 - p2 - p3) + 3 (p4 + p5 - p6 - p7)
  chequers,  ///< (p0 + p1 + p2 + p3) - 2 (p4 + p5 + p6 + p7) + 4 p8
};

inline constexpr std::size_t kStumpShapes = 4;

constexpr std::size_t cornersOf(StumpShape shape) {
  constexpr std::array<std::size_t, kStumpShapes> counts{6, 8, 8, 9};
  return counts[static_cast<std::size_t>(shape)];
}

/// One weak classifier: `left` where the feature's value, times the window's norm, is less than `threshold`, else
/// `right`. A feature of the opposite sign is held negated, its threshold and leaves changed to mean the same.
struct HaarStump {
  StumpShape shape = StumpShape::edge;
  std::array<Corner, 9> corners;
  float threshold = 0;
  float left = 0;
  float right = 0;
};

struct WeightedRect {
  cv::Rect rect;
  float weight = 0;
};

/// A stump on an upright feature of OpenCV's. `rects` lie in the window. None where the feature is of no known shape,
/// or its value might exceed what a float holds exactly.
std::optional<HaarStump> makeStump(std::span<const WeightedRect> rects, float threshold, float left, float right);

}  // namespace facewire::vision
