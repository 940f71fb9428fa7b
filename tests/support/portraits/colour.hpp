#pragma once

#include <algorithm>

namespace facewire::portraits {

/// Gamma-coded red, green and blue, 0 black to 1 full; lights may lead beyond until the picture is finished.
struct Colour {
  float r = 0;
  float g = 0;
  float b = 0;
};

constexpr Colour operator*(Colour c, float k) {
  return {c.r * k, c.g * k, c.b * k};
}
constexpr Colour operator*(Colour c, Colour d) {
  return {c.r * d.r, c.g * d.g, c.b * d.b};
}
constexpr Colour operator+(Colour c, Colour d) {
  return {c.r + d.r, c.g + d.g, c.b + d.b};
}
constexpr Colour mix(Colour c, Colour d, float share) {
  return c * (1.0F - share) + d * share;
}
constexpr float mix(float c, float d, float share) {
  return c + (d - c) * share;
}
constexpr Colour rgb(int hex) {
  return {static_cast<float>(hex >> 16 & 255) / 255.0F, static_cast<float>(hex >> 8 & 255) / 255.0F,
          static_cast<float>(hex & 255) / 255.0F};
}

constexpr float clamp01(float t) {
  return std::clamp(t, 0.0F, 1.0F);
}
constexpr float smooth(float from, float to, float t) {
  const float s = clamp01((t - from) / (to - from));
  return s * s * (3.0F - 2.0F * s);
}
/// The share of a pixel of side `pixel` that lies inside a shape, whose edge is `inside` away (negative: outside).
constexpr float cover(float inside, float pixel) {
  return clamp01(0.5F + inside / pixel);
}
constexpr float square(float t) {
  return t * t;
}

}  // namespace facewire::portraits
