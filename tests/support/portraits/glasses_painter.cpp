#include <cmath>

#include "portraits/face_painter.hpp"

namespace facewire::portraits {

void GlassesPainter::over(const HeadPoint& p, Colour& c) const {
  if (who_.glasses == Glasses::none || p.v < -0.45F || p.v > 0.55F) return;
  const float side = std::fabs(p.u);
  const float x = side - who_.eyeX - 0.01F;
  const float y = p.v - who_.eyeY - 0.03F;
  float inside = 0.0F;
  if (who_.glasses == Glasses::round) {
    inside = 0.29F - std::sqrt(x * x + square(y * 1.06F));
  } else {
    constexpr float kCorner = 0.1F;
    const float dx = std::fmax(std::fabs(x) - 0.32F + kCorner, 0.0F);
    const float dy = std::fmax(std::fabs(y) - 0.225F + kCorner, 0.0F);
    inside = kCorner - std::sqrt(dx * dx + dy * dy);
    if (dx <= 0.0F || dy <= 0.0F) inside = std::fmin(0.32F - std::fabs(x), 0.225F - std::fabs(y));
  }
  constexpr float kRim = 0.021F;
  if (inside > 0.0F) {
    const float glare = smooth(0.03F, 0.0F, std::fabs(x + y - 0.12F) - 0.02F);
    c = mix(c, Colour{1.0F, 1.0F, 1.0F}, 0.03F + 0.07F * glare);
  }
  float rim = cover(kRim - std::fabs(inside), p.pixel);
  const float bridge = kRim * 0.9F - std::fabs(y + 0.07F + 0.25F * (0.02F - side * side));
  if (x < -0.2F && inside < 0.0F) rim = std::fmax(rim, cover(bridge, p.pixel));
  // The temples run from the lens to the ear.
  if (x > 0.2F && inside < 0.0F && p.edge > -0.05F) rim = std::fmax(rim, cover(kRim - std::fabs(y + 0.07F), p.pixel));
  c = mix(c, who_.frame * 1.1F, 0.95F * rim);
}

}  // namespace facewire::portraits
