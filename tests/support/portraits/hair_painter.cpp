#include "portraits/hair_painter.hpp"

#include <cmath>

#include "portraits/noise.hpp"

namespace facewire::portraits {
namespace {

constexpr float kReach = 3.2F;

Outline outerOf(const Identity& who, const HairCut& cut, float seed) {
  return Outline(kReach, [&](float x, float y) {
    const float far = std::sqrt(x * x + y * y) + 1e-6F;
    const float grain = cut.wave > 0.8F ? 5.0F : 3.2F;
    const float uneven = 1.0F + cut.wobble * noiseAt(x / far * grain + seed, y / far * grain) +
                         0.5F * cut.wobble * noiseAt(x / far * 2.6F * grain, y / far * 2.6F * grain + seed);
    x /= uneven;
    y /= uneven;
    const float width = who.width + cut.side;
    if (y < 0) return std::pow(std::fabs(x) / width, 2.3F) + std::pow(-y / (who.crown + cut.top), 2.3F) <= 1.0F;
    if (cut.length > 0.0F) {
      const float down = y / cut.length;
      const float curl = cut.wave * 0.12F * std::sin(y * 6.5F + seed);
      return std::fabs(x) < (width + cut.flare * y + curl) * (1.0F - 0.35F * square(square(square(down)))) &&
             down < 1.0F;
    }
    // Volume beside the face dies away towards the end of the hair.
    const float down = y / cut.end;
    return down < 1.0F && std::fabs(x) < who.width * (1.0F - 0.03F * down) + cut.side * std::sqrt(1.0F - down * down);
  });
}

}  // namespace

HairPainter::HairPainter(const HeadView& view, const Relief& relief)
    : who_(view.who()),
      relief_(relief),
      cut_(hairCutOf(view.who())),
      seed_(static_cast<float>(view.who().texture >> 10 & 255U) * 0.41F),
      reach_(std::fmax(1.0F + cut_.side + cut_.flare * 2.0F + 0.2F, who_.crown + cut_.top + 0.75F)),
      outer_(outerOf(view.who(), cut_, seed_)) {}

void HairPainter::behind(const HeadPoint& p, Colour& c) const {
  if (who_.hair == HairStyle::bun) {
    const float bun = 0.36F - std::sqrt(square(p.x) + square(p.y + who_.crown + 0.16F));
    if (bun > -p.pixel) c = mix(c, colourAt(p) * (0.8F + 0.2F * smooth(0.0F, 0.2F, bun)), cover(bun, p.pixel));
  }
  if (cut_.length <= 0.0F) return;
  const float edge = outer_.radiusTowards(p.x, p.y) - std::sqrt(p.x * p.x + p.y * p.y);
  if (edge > -p.pixel) c = mix(c, colourAt(p) * 0.62F, cover(edge, p.pixel));
}

float HairPainter::openingAt(const HeadPoint& p) const {
  constexpr float kMiddle = 0.35F;
  const float uneven = cut_.wave > 0.1F ? 0.05F * noiseAt(p.u * 7.0F + seed_, p.v * 7.0F)
                                        : 0.012F * noiseAt(p.u * 14.0F + seed_, p.v * 3.0F);
  float top = cut_.hairline;
  if (cut_.sweep > 0.0F) {
    const float away = (p.u - who_.parting) * (who_.parting > 0 ? -1.0F : 1.0F);
    top += cut_.sweep * smooth(0.0F, 1.1F, away) - 0.05F * smooth(0.12F, 0.0F, std::fabs(away));
  }
  if (who_.hair == HairStyle::headscarf && p.v > kMiddle) {
    return (1.0F - std::sqrt(square(p.u / cut_.opening) + square((p.v - kMiddle) / (who_.chin - kMiddle - 0.03F)))) *
           0.8F;
  }
  // Short hair ends in a sideburn.
  const float burn = cut_.length > 0.0F ? 0.0F : 0.16F * smooth(cut_.end - 0.5F, cut_.end, p.y);
  if (p.v > kMiddle) return cut_.opening + burn + 0.04F * cut_.wave * noiseAt(p.y * 2.2F, seed_) - std::fabs(p.u);
  const float height = kMiddle - top;
  const float s2 = square((p.v - kMiddle) / height);
  const float side = std::fabs(p.u) / (cut_.opening + burn);
  // Squarer than an ellipse: temples are corners.
  return (1.0F - std::sqrt(side * side * side + s2)) * 0.8F * cut_.opening + uneven;
}

void HairPainter::over(const HeadPoint& p, Colour& c) const {
  if (cut_.density <= 0.0F) return;
  const float edge = outer_.radiusTowards(p.x, p.y) - std::sqrt(p.x * p.x + p.y * p.y);
  if (edge > -p.pixel) {
    const float opening = openingAt(p);
    // What hangs in front falls over the shoulders; what is behind the neck was painted before.
    const float soft = p.pixel + (cut_.wave > 0.1F || cut_.density < 1.0F ? 0.05F : 0.02F);
    if (opening > 0.0F && p.edge > 0.0F) c = c * (1.0F - 0.3F * cut_.density * smooth(0.13F, 0.0F, opening));
    float share = cover(edge, p.pixel) * cover(-opening, soft) * cut_.density;
    if (cut_.length <= 0.0F) share *= smooth(cut_.end + 0.02F, cut_.end - 0.06F, p.y);
    if (share > 0.0F) c = mix(c, colourAt(p), share);
  }
  if (who_.hair == HairStyle::beanie) paintBeanie(p, c);
}

Colour HairPainter::colourAt(const HeadPoint& p) const {
  const float x = p.x / (who_.width + cut_.side + std::fmax(0.0F, cut_.flare * p.y));
  const float y = p.y < 0 ? p.y / (who_.crown + cut_.top) : 0.25F * p.y;
  const float z = std::sqrt(std::fmax(0.05F, 1.0F - x * x - y * y));
  const float light = relief_.lightOn({x, y, z});
  return who_.hair == HairStyle::headscarf ? clothAt(p, light) : hairAt(p, light);
}

Colour HairPainter::hairAt(const HeadPoint& p, float light) const {
  float strand = 0.0F;
  if (cut_.wave > 0.8F) {
    // Ridges of two noises look like curls lit from above.
    const float x = p.x + 0.05F * noiseAt(p.y * 9.0F, seed_);
    strand = 0.55F - 1.3F * std::fabs(noiseAt(x * 13.0F + seed_, p.y * 13.0F)) +
             0.35F * noiseAt(x * 31.0F, p.y * 31.0F + seed_);
  } else {
    // Strands run down from the parting.
    const float down = p.y + who_.crown + 0.35F;
    const float across =
        (p.x - 0.5F * who_.parting) / (std::fabs(down) + 0.4F) + cut_.wave * 0.09F * std::sin(p.y * 6.5F + seed_);
    strand = 0.6F * noiseAt(across * 34.0F + seed_, down * 1.7F) + 0.4F * noiseAt(across * 80.0F, down * 2.5F + seed_);
  }
  const float band = std::fmax(0.0F, 1.0F - std::fabs(p.y + 0.78F * who_.crown) / 0.34F);
  const float sheen = (cut_.wave > 0.8F ? 0.03F : 0.12F) * band * band * (0.65F + 0.5F * strand) * light;
  return who_.hairColour * ((0.3F + 0.72F * light) * (1.0F + 0.3F * strand)) +
         Colour{sheen, sheen * 0.94F, sheen * 0.86F};
}

Colour HairPainter::clothAt(const HeadPoint& p, float light) const {
  const float radius = std::sqrt(p.x * p.x + p.y * p.y);
  const float folds =
      std::sin(radius * 13.0F + 3.0F * noiseAt(p.x * 1.4F + seed_, p.y * 1.4F)) * 0.07F * smooth(0.8F, 1.3F, radius);
  return who_.wear * ((0.35F + 0.7F * light) * (1.0F + folds) * (0.72F + 0.28F * smooth(0.0F, 0.16F, -openingAt(p))));
}

void HairPainter::paintBeanie(const HeadPoint& p, Colour& c) const {
  const float rim = -0.52F + 0.1F * square(p.x);
  if (p.y > rim + 0.02F) return;
  const float width = who_.width + 0.1F;
  const float height = who_.crown + 0.16F;
  const float far = std::sqrt(square(p.x / width) + square(p.y / height));
  const float inside = std::fmin((1.0F - far) * width, rim - p.y);
  if (inside < -p.pixel) return;
  const float z = std::sqrt(std::fmax(0.05F, 1.0F - far * far));
  const bool turnUp = p.y > rim - 0.27F;
  const float ribs =
      1.0F + (turnUp ? 0.1F : 0.05F) * std::sin(std::asin(std::fmax(-1.0F, std::fmin(1.0F, p.x / width))) * 46.0F);
  const float fold = 1.0F - 0.3F * smooth(0.03F, 0.0F, std::fabs(p.y - rim + 0.28F));
  const float light = relief_.lightOn({p.x / width, p.y / height, z});
  c = mix(c, who_.wear * ((0.35F + 0.7F * light) * ribs * fold * (turnUp ? 1.08F : 0.95F)), cover(inside, p.pixel));
}

}  // namespace facewire::portraits
