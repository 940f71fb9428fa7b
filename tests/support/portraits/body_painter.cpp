#include "portraits/body_painter.hpp"

#include <cmath>

#include "portraits/noise.hpp"

namespace facewire::portraits {
namespace {

constexpr float kCollar = 1.62F;

}  // namespace

void BodyPainter::over(const HeadPoint& p, Colour& c) const {
  if (p.bodyY < 0.6F) return;
  paintNeck(p, c);
  paintClothes(p, c);
}

void BodyPainter::paintNeck(const HeadPoint& p, Colour& c) const {
  const float half = 0.56F * who_.width + 0.12F * smooth(1.3F, 1.9F, p.bodyY) + 0.12F * (who_.shoulders - 2.0F);
  const float side = std::fabs(p.bodyX);
  const float inside = half - side + 0.5F * smooth(1.5F, 2.2F, p.bodyY);
  if (inside < -p.pixel || p.bodyY > 2.6F) return;
  const float x = p.bodyX / (half + 0.3F);
  const float z = std::sqrt(std::fmax(0.1F, 1.0F - x * x));
  // The chin's shadow, and two tendons.
  const float shade = 0.62F + 0.38F * smooth(-0.05F, -0.65F, p.edge);
  const float tendon = 1.0F - 0.07F * clamp01(1.0F - std::fabs(side - 0.62F + 0.28F * p.bodyY) / 0.07F);
  const float light = relief_.lightOn({x, 0.1F, z}) * shade * tendon;
  c = mix(c, who_.skin * mix(1.0F, light, 0.95F) * Colour{1.0F, 0.93F, 0.9F}, cover(inside, p.pixel));
}

void BodyPainter::paintClothes(const HeadPoint& p, Colour& c) const {
  const float side = std::fabs(p.bodyX);
  const float across = side / who_.shoulders;
  if (across > 1.0F) return;
  const float shoulder = kCollar - 0.02F + 0.42F * square(across) + 0.75F * square(square(square(across)));
  float inside = std::fmin(p.bodyY - shoulder, who_.shoulders - side);
  float neck = 0.0F;
  if (shot_.neckline == 0) {
    neck = (std::sqrt(square(side / 0.66F) + square((p.bodyY - kCollar + 0.04F) / 0.3F)) - 1.0F) * 0.4F;
  } else {
    neck = (side - 0.6F) * 0.7F + (p.bodyY - kCollar) * (shot_.neckline == 1 ? 0.5F : 0.7F);
  }
  inside = std::fmin(inside, neck);
  const bool collar = shot_.neckline == 2 && neck > -0.02F && neck < 0.17F && p.bodyY < kCollar + 0.72F && side < 0.95F;
  if (inside < -p.pixel) return;
  const float x = p.bodyX / (who_.shoulders * 1.05F);
  const float light =
      relief_.lightOn({x * 0.85F, -0.25F * smooth(0.8F, 0.0F, p.bodyY - shoulder), std::sqrt(1.0F - 0.7F * x * x)});
  float tone = (0.32F + 0.7F * light) * (1.0F + 0.03F * noiseAt(p.bodyX * 2.5F + 7.0F, p.bodyY * 1.3F));
  tone *= 1.0F - 0.12F * smooth(0.1F, 0.0F, neck);
  // The arms hang in front of the sides.
  const float arm = side - who_.shoulders * (0.7F + 0.02F * p.bodyY);
  tone *= 1.0F - 0.22F * smooth(-0.16F, 0.0F, arm) * (arm < 0.0F ? 1.0F : smooth(0.03F, 0.0F, arm)) *
                     smooth(2.3F, 3.0F, p.bodyY);
  Colour cloth = shot_.clothes;
  if (collar) {
    cloth = mix(cloth, Colour{1.0F, 1.0F, 1.0F}, 0.14F);
  } else if (shot_.neckline == 2) {
    tone *=
        1.0F - 0.2F * smooth(0.035F, 0.0F, std::fabs(side - 0.06F)) * smooth(kCollar + 0.4F, kCollar + 0.6F, p.bodyY);
    if (neck < 0.22F && side < 0.95F) tone *= 1.0F - 0.22F * smooth(0.22F, 0.17F, neck);
  } else if (neck < 0.07F) {
    tone *= 0.93F;
  }
  c = mix(c, cloth * tone, cover(inside, p.pixel));
}

}  // namespace facewire::portraits
