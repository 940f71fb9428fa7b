#pragma once

#include <array>
#include <cmath>
#include <cstddef>

namespace facewire::portraits {

/// A closed curve around the origin, as its radius in every direction. Constant after construction.
class Outline {
 public:
  /// `inside(x, y)` tells whether a point belongs to the shape, which must hold every ray from the origin in one piece
  /// and end within `reach`.
  template <typename Inside>
  Outline(float reach, Inside inside) {
    for (std::size_t i = 0; i <= kSteps; ++i) {
      const float angle = (static_cast<float>(i) / kSteps - 0.5F) * 2.0F * kPi;
      const float dx = std::cos(angle);
      const float dy = std::sin(angle);
      float low = 0.0F;
      float high = reach;
      for (int k = 0; k < 14; ++k) {
        const float middle = (low + high) / 2.0F;
        (inside(dx * middle, dy * middle) ? low : high) = middle;
      }
      radius_[i] = low;
    }
  }

  float radiusTowards(float x, float y) const {
    const float place = (quickAngle(x, y) / (2.0F * kPi) + 0.5F) * kSteps;
    const auto index = static_cast<std::size_t>(place);
    if (index >= kSteps) return radius_[kSteps];
    const float share = place - static_cast<float>(index);
    return radius_[index] + (radius_[index + 1] - radius_[index]) * share;
  }

 private:
  static constexpr float kPi = 3.14159265F;
  static constexpr std::size_t kSteps = 256;

  // Within 0.0003 of atan2 and many times quicker; Abramowitz and Stegun 4.4.49.
  static float quickAngle(float x, float y) {
    const float ax = std::fabs(x);
    const float ay = std::fabs(y);
    const float ratio = std::fmin(ax, ay) / (std::fmax(ax, ay) + 1e-9F);
    const float s = ratio * ratio;
    float angle = ((-0.0464964749F * s + 0.15931422F) * s - 0.327622764F) * s * ratio + ratio;
    if (ay > ax) angle = kPi / 2.0F - angle;
    if (x < 0) angle = kPi - angle;
    return y < 0 ? -angle : angle;
  }

  std::array<float, kSteps + 1> radius_{};
};

}  // namespace facewire::portraits
