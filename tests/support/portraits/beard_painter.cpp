#include <cmath>

#include "portraits/face_painter.hpp"
#include "portraits/noise.hpp"

namespace facewire::portraits {
namespace {

constexpr float kNowhere = -1.0F;

// How far inside the beard a point of the face is.
float fullBeardAt(float side, float v, const Identity& who, float mouthWidth) {
  // From the sideburns along the cheek to the corner of the mouth.
  const float cheekLine = mix(who.mouthY - 0.12F, 0.12F, smooth(0.42F, 0.95F, side));
  const float lips = std::sqrt(square(side / (mouthWidth + 0.05F)) + square((v - who.mouthY - 0.02F) / 0.145F)) - 1.0F;
  return std::fmin(v - cheekLine, lips * 0.14F);
}

float moustacheAt(float side, float v, const Identity& who, float mouthWidth) {
  const float s = side / (mouthWidth + 0.05F);
  const float centre = mix(who.noseY, who.mouthY, 0.6F) + 0.07F * s * s - 0.01F;
  return 0.07F * std::sqrt(std::fmax(0.0F, 1.0F - s * s)) * (1.0F - 0.25F * clamp01(1.0F - s / 0.15F)) -
         std::fabs(v - centre);
}

float goateeAt(float side, float v, const Identity& who) {
  const float top = who.mouthY + 0.14F;
  return std::fmin(v - top, 0.27F - side + 0.03F * noiseAt(v * 20.0F, 5.0F));
}

}  // namespace

void BeardPainter::over(const HeadPoint& p, float light, Colour& c) const {
  if (who_.beard == Beard::none || p.v < 0.0F) return;
  const float side = std::fabs(p.u);
  const float mouthWidth = who_.mouthWidth * (1.0F + 0.13F * shot_.smile);
  float inside = kNowhere;
  switch (who_.beard) {
    case Beard::none:
      return;
    case Beard::stubble:
    case Beard::full:
      inside = std::fmax(fullBeardAt(side, p.v, who_, mouthWidth), moustacheAt(side, p.v, who_, mouthWidth));
      break;
    case Beard::moustache:
      inside = moustacheAt(side, p.v, who_, mouthWidth);
      break;
    case Beard::goatee:
      inside = std::fmax(goateeAt(side, p.v, who_), moustacheAt(side, p.v, who_, mouthWidth));
      break;
  }
  // The hair stands off the chin.
  const bool thick = who_.beard == Beard::full || who_.beard == Beard::goatee;
  const float length = thick ? 0.13F * smooth(0.4F, 1.1F, p.y) + 0.03F * noiseAt(p.x * 9.0F, p.y * 3.0F) : 0.0F;
  const float hairs = noiseAt(p.u * 34.0F, p.v * 11.0F + p.u * 4.0F);
  const float soft = who_.beard == Beard::stubble ? 0.16F : 0.045F;
  float share = smooth(-0.01F, soft, inside + 0.02F * hairs) * cover(p.edge + length, p.pixel + (thick ? 0.02F : 0.0F));
  share *= who_.beard == Beard::stubble ? 0.34F + 0.08F * hairs : 0.93F;
  const float body = 0.62F + 0.38F * light + 0.16F * hairs;
  c = mix(c, who_.beardColour * body * (0.8F + 0.2F * smooth(-0.1F, 0.3F, p.edge)), clamp01(share));
}

}  // namespace facewire::portraits
