#include <cmath>

#include "portraits/face_painter.hpp"

namespace facewire::portraits {

void MouthPainter::over(const HeadPoint& p, float light, float shine, Colour& c) const {
  if (p.edge < 0.0F || std::fabs(p.u) > 0.6F) return;
  if (std::fabs(p.v - who_.noseY) < 0.22F) paintNose(p, c);
  if (std::fabs(p.v - who_.mouthY) < 0.35F) paintLips(p, light, shine, c);
}

void MouthPainter::paintNose(const HeadPoint& p, Colour& c) const {
  const float side = std::fabs(p.u);
  const float width = who_.noseWidth;
  const float droop = 0.35F * (side - 0.45F * width);
  const float nostril = 1.0F - std::sqrt(square((side - 0.46F * width) / (0.25F * width)) +
                                         square((p.v - who_.noseY - 0.005F + droop) / 0.03F));
  c = mix(c, who_.skin * Colour{0.26F, 0.15F, 0.13F}, 0.85F * smooth(-0.35F, 0.45F, nostril));
  // The wing of the nose: the outer part of an ellipse.
  const float wing =
      std::sqrt(square((side - 0.55F * width) / (0.47F * width)) + square((p.v - who_.noseY + 0.04F) / 0.095F));
  const float outer = smooth(0.72F, 1.0F, side / width) * smooth(who_.noseY - 0.13F, who_.noseY - 0.05F, p.v);
  c = c * (1.0F - 0.34F * outer * clamp01(1.0F - std::fabs(wing - 1.0F) / 0.2F));
}

void MouthPainter::paintLips(const HeadPoint& p, float light, float shine, Colour& c) const {
  const float width = who_.mouthWidth * (1.0F + 0.13F * shot_.smile - 0.1F * shot_.mouthOpen);
  const float s = p.u / width;
  const float s2 = s * s;
  // The corners: a soft shadow beyond the lips.
  const float lift = 0.13F * (shot_.smile - 0.05F);
  const float cornerY = who_.mouthY - lift;
  const float dimple = 1.0F - (square((std::fabs(p.u) - width - 0.01F) / 0.075F) + square((p.v - cornerY) / 0.065F));
  if (dimple > 0.0F) c = c * (1.0F - 0.26F * dimple * dimple);
  if (s2 >= 1.0F) return;

  const float arc = 1.0F - s2;
  const float y = p.v - (who_.mouthY - lift * s2);
  const float gap = 0.1F * shot_.mouthOpen * arc;
  const float bow = 1.0F - 0.3F * clamp01(1.0F - square(s / 0.22F)) - 0.12F * s2;
  const float top = -who_.upperLip * std::sqrt(arc) * bow * (1.0F - 0.2F * shot_.smile) - 0.2F * gap;
  const float seam = -0.2F * gap;
  const float bottom = gap + who_.lowerLip * (1.0F - 0.12F * shot_.smile) * arc;

  const float inside = std::fmin(y - top, bottom - y);
  if (inside < -0.03F) return;
  const bool upper = y < seam;
  Colour lip =
      who_.lips * light * (upper ? 0.8F : 1.0F + 0.1F * (1.0F - square((y - gap) / (who_.lowerLip + 0.01F) - 0.4F)));
  const float crease = 1.0F - 0.05F * (0.5F + 0.5F * std::sin(p.u * 95.0F));
  lip = lip * crease;
  if (!upper) lip = lip + Colour{0.16F, 0.15F, 0.15F} * shine;
  c = mix(c, lip, smooth(-0.012F, 0.016F, inside));

  if (gap > 0.004F) {
    const float hollow = std::fmin(y - seam, gap - y);
    Colour dark = who_.lips * Colour{0.28F, 0.12F, 0.12F};
    const float teeth = 0.055F - (y - seam);
    const Colour white = Colour{0.93F, 0.91F, 0.87F} * (0.55F + 0.35F * light) * (1.0F - 0.35F * s2);
    dark = mix(dark, white, cover(std::fmin(teeth, 0.82F - std::fabs(s)), p.pixel + 0.01F));
    c = mix(c, dark, cover(hollow, p.pixel + 0.004F));
  }
  const float line = std::fabs(y - seam);
  c = mix(c, who_.lips * Colour{0.3F, 0.16F, 0.16F}, 0.75F * smooth(0.022F, 0.004F, line) * smooth(1.0F, 0.93F, s2));
}

}  // namespace facewire::portraits
