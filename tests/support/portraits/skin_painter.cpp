#include <cmath>

#include "portraits/face_painter.hpp"
#include "portraits/noise.hpp"

namespace facewire::portraits {
namespace {

constexpr Colour kWarmShadow{1.03F, 0.83F, 0.74F};

// Blood shows in cheeks, nose tip and ears.
float flushAt(const HeadPoint& p, float noseY) {
  const float side = std::fabs(p.u);
  const float cheek = 1.0F - clamp01(square((side - 0.52F) / 0.36F) + square((p.v - 0.42F) / 0.3F));
  const float nose = 1.0F - clamp01(square(p.u / 0.2F) + square((p.v - noseY + 0.05F) / 0.2F));
  return 0.2F * cheek + 0.16F * nose;
}

// Forehead lines, crow's feet and the fold from nose to mouth come with the years.
float wrinklesAt(const HeadPoint& p, const Identity& who) {
  const float side = std::fabs(p.u);
  float depth = 0.0F;
  if (p.v < who.browY - 0.08F && p.v > who.hairline && side < 0.6F) {
    const float wave = std::sin((p.v + 0.03F * noiseAt(p.u * 4.0F, static_cast<float>(who.texture & 63U))) * 44.0F);
    depth += 0.12F * smooth(0.6F, 1.0F, wave) * (1.0F - smooth(0.3F, 0.6F, side));
  }
  const float foldCentre = who.noseWidth + 0.04F + (p.v - who.noseY) * 0.55F;
  const float along = (p.v - who.noseY + 0.04F) / (who.mouthY - who.noseY + 0.06F);
  if (along > 0.0F && along < 1.0F)
    depth += 0.3F * clamp01(1.0F - std::fabs(side - foldCentre) / 0.045F) * (1.0F - square(2.0F * along - 1.0F));
  const float bag = 1.0F - clamp01(square((side - who.eyeX) / 0.2F) + square((p.v - who.eyeY - 0.17F) / 0.035F));
  return depth + 0.16F * bag;
}

}  // namespace

void SkinPainter::over(const HeadPoint& p, float light, float shine, Colour& c) const {
  // Ears lie behind the cheeks.
  const float ear = 1.0F - std::sqrt(square((std::fabs(p.x) - who_.width * 0.985F) / 0.13F) +
                                     square((p.y - 0.16F) / (0.27F * who_.ears)));
  if (ear > -0.2F && p.edge < 0.1F) {
    const float inner = smooth(0.25F, 0.6F, ear) * 0.3F;
    c = mix(c, who_.skin * kWarmShadow * (light * (0.92F - inner)), cover(ear * 0.13F, p.pixel));
  }
  if (p.edge < -p.pixel) return;

  Colour skin = mix(who_.skin, who_.skin * Colour{1.0F, 0.62F, 0.58F}, flushAt(p, who_.noseY));
  const float seed = static_cast<float>(who_.texture & 1023U) * 0.37F;
  const float patches = noiseAt(p.u * 4.5F + seed, p.v * 4.5F + seed) * 0.03F;
  const float grain = noiseAt(p.u * 19.0F - seed, p.v * 19.0F + seed) * (0.014F + 0.018F * who_.age);
  float tone = 1.06F * light * relief_.openness(p) * (1.0F + patches + grain);
  tone *= 1.0F - (0.06F + 0.94F * who_.age) * 0.8F * wrinklesAt(p, who_);
  tone *= 0.8F + 0.2F * smooth(0.0F, 0.45F, p.height);
  const float shadow = clamp01(1.0F - tone);
  skin = mix(skin, skin * kWarmShadow, shadow) * tone + Colour{0.11F, 0.105F, 0.1F} * shine;
  for (const Spot& spot : who_.spots) {
    const float far = square(p.u - spot.u) + square(p.v - spot.v);
    if (far > square(spot.radius + p.pixel)) continue;
    skin = skin * (1.0F - spot.depth * cover(spot.radius - std::sqrt(far), p.pixel + 0.01F));
  }
  c = mix(c, skin, cover(p.edge, p.pixel));
}

}  // namespace facewire::portraits
