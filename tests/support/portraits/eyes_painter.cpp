#include <cmath>

#include "portraits/face_painter.hpp"
#include "portraits/noise.hpp"

namespace facewire::portraits {
namespace {

constexpr Colour kLash{0.07F, 0.045F, 0.04F};

float stroke(float distance, float halfWidth, float pixel) {
  return cover(halfWidth - std::fabs(distance), pixel) * std::fmin(1.0F, 2.0F * halfWidth / pixel);
}

}  // namespace

void EyesPainter::over(const HeadPoint& p, float light, Colour& c) const {
  if (p.edge < 0.0F || p.v < -0.75F || p.v > 0.4F) return;
  for (const float side : {-1.0F, 1.0F}) {
    if (p.u * side < -0.1F) continue;
    paintEye(p, side, light, c);
    paintBrow(p, side, light, c);
  }
}

void EyesPainter::paintEye(const HeadPoint& p, float side, float light, Colour& c) const {
  const float width = who_.eyeWidth;
  const float outward = p.u * side - who_.eyeX;
  const float x = outward / width;
  if (std::fabs(x) > 1.5F) return;
  const float y = p.v - who_.eyeY + who_.eyeTilt * outward;
  const float arc = 1.0F - x * x;
  const float open = who_.eyeHeight * shot_.eyesOpen * (1.0F - 0.12F * shot_.smile);
  // The upper lid is highest towards the nose, the lower one lowest away from it.
  const float upper = -open * arc * (1.0F - 0.18F * x);
  const float lower = 0.62F * open * arc * (1.0F + 0.2F * x) - 0.12F * open * shot_.smile * arc;
  const float steep = 1.0F / std::sqrt(1.0F + square(2.0F * open * x / width));
  const float below = (y - upper) * steep;
  const float above = (lower - y) * steep;

  // The lid's fold, then the eyeball between the lids.
  if (arc > -0.25F) {
    const float fold = upper - 0.055F - 0.02F * x;
    c = c * (1.0F - 0.42F * stroke(y - fold, 0.014F, p.pixel + 0.018F) * clamp01(arc + 0.25F));
    const float pouch = lower + 0.055F;
    c = c * (1.0F - 0.14F * stroke(y - pouch, 0.01F, p.pixel + 0.03F) * clamp01(arc));
  }
  const float inside = std::fmin(below, above);
  if (inside > -p.pixel && arc > 0.0F) {
    Colour eye = mix(Colour{0.9F, 0.88F, 0.86F}, who_.skin * 1.1F, 0.28F) * (0.93F - 0.22F * square(x));
    const float irisRadius = 0.098F;
    const float gaze = shot_.gaze * 0.05F * side;
    const float far = std::sqrt(square(outward - gaze) + square(y + 0.12F * open));
    const float ring = far / irisRadius;
    if (ring < 1.3F) {
      Colour iris = who_.iris * (1.2F - 0.35F * smooth(0.75F, 1.0F, ring) + 0.35F * (ring - 0.6F));
      iris = mix(iris, Colour{0.02F, 0.02F, 0.025F}, cover(irisRadius * 0.45F - far, p.pixel));
      iris = mix(iris, iris * 0.45F, smooth(0.82F, 1.0F, ring));
      eye = mix(eye, iris, cover(irisRadius - far, p.pixel + 0.006F));
      const float glint = std::sqrt(
          square(p.u * side - who_.eyeX - gaze - side * 0.3F * irisRadius * (shot_.lightAzimuth > 0 ? 1.0F : -1.0F)) +
          square(y + 0.12F * open + 0.38F * irisRadius));
      eye = mix(eye, Colour{1.0F, 1.0F, 1.0F}, 0.95F * cover(0.024F - glint, p.pixel + 0.006F));
    }
    // The upper lid and its lashes shade the ball.
    eye = eye * (0.62F + 0.38F * smooth(0.0F, 0.075F, below)) * (0.45F + 0.55F * std::fmin(light, 1.1F));
    const float corner = smooth(0.8F, 1.0F, -x);
    eye = mix(eye, Colour{0.75F, 0.45F, 0.42F} * light, corner * 0.6F);
    c = mix(c, eye, cover(inside, p.pixel));
  }
  // Lashes: a line along the upper lid, thicker and longer outwards.
  const float wing = x > 0.9F ? (x - 0.9F) * 0.22F * who_.lashes : 0.0F;
  const float end = x > 0 ? 1.06F + 0.14F * who_.lashes : 1.02F;
  if (std::fabs(x) < end) {
    const float thick = (0.013F + 0.015F * who_.lashes) * (0.65F + 0.35F * x) + 0.004F;
    const float line = (y - std::fmin(upper, 0.0F) + 0.006F + wing) * steep;
    c = mix(
        c, kLash,
        (0.75F + 0.2F * who_.lashes) * stroke(line, thick, p.pixel + 0.006F) * smooth(end, end - 0.15F, std::fabs(x)));
  }
  if (arc > 0.0F)
    c = mix(c, kLash, 0.3F * stroke(y - lower - 0.004F, 0.008F, p.pixel + 0.01F) * smooth(-1.0F, 0.6F, x));
}

void EyesPainter::paintBrow(const HeadPoint& p, float side, float light, Colour& c) const {
  const float length = who_.browLength;
  const float s = (p.u * side - who_.eyeX - 0.015F) / length;
  if (std::fabs(s) > 1.1F) return;
  const float raise = 0.02F * shot_.mouthOpen;
  const float centre =
      who_.browY - raise - who_.browArch * (1.0F - square(s - 0.25F)) + who_.browTilt * s + 0.5F * who_.browArch;
  const float taper = std::sqrt(std::fmax(0.0F, 1.0F - square(square(s)))) * (1.0F - 0.55F * smooth(-0.3F, 1.0F, s));
  const float thick = who_.browThickness * taper;
  const float far = std::fabs(p.v - centre);
  if (far > thick + 0.05F) return;
  const float hairs = 0.82F + 0.18F * noiseAt((p.u * side + 0.7F * p.v) * 42.0F, p.v * 9.0F + 3.0F);
  const Colour brow = mix(who_.hairColour, Colour{0.13F, 0.08F, 0.055F}, 0.6F) * (0.55F + 0.3F * light);
  const float density = who_.hairColour.r > 0.5F ? 0.8F : 0.9F;
  c = mix(c, brow, density * hairs * smooth(-0.012F, 0.026F, thick - far));
}

}  // namespace facewire::portraits
