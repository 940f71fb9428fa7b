#include "portraits/head_view.hpp"

#include <cmath>

namespace facewire::portraits {
namespace {

constexpr float kDepth = 0.95F;

// Two half super-ellipses that meet at the cheekbones; the lower narrows towards the chin.
Outline skullOf(const Identity& who) {
  return Outline(1.8F, [&who](float x, float y) {
    if (y < 0) return std::pow(std::fabs(x) / who.width, 2.25F) + std::pow(-y / who.crown, 2.25F) <= 1.0F;
    const float down = y / who.chin;
    const float width = who.width * (1.0F - who.taper * down * down);
    return std::pow(std::fabs(x) / width, who.jaw) + std::pow(down, who.jaw) <= 1.0F;
  });
}

}  // namespace

HeadView::HeadView(const Identity& who, const Shot& shot, cv::Point2f centre, float unit)
    : who_(&who),
      shot_(&shot),
      centre_(centre),
      unit_(unit),
      cosYaw_(std::cos(shot.yaw)),
      sinYaw_(std::sin(shot.yaw)),
      cosPitch_(std::cos(shot.pitch)),
      sinPitch_(std::sin(shot.pitch)),
      cosRoll_(std::cos(shot.roll)),
      sinRoll_(std::sin(shot.roll)),
      skull_(skullOf(who)) {}

HeadPoint HeadView::at(float column, float row, float sample) const {
  HeadPoint p{};
  p.pixel = sample / unit_;
  p.bodyX = (column - centre_.x) / unit_;
  p.bodyY = (row - centre_.y) / unit_;
  // The head tips about the neck, so that chin and collar stay together.
  constexpr float kNeck = 1.3F;
  p.x = p.bodyX * cosRoll_ + (p.bodyY - kNeck) * sinRoll_;
  p.y = (p.bodyY - kNeck) * cosRoll_ - p.bodyX * sinRoll_ + kNeck;
  const float radius = std::sqrt(p.x * p.x + p.y * p.y) + 1e-6F;
  const float outline = skull_.radiusTowards(p.x, p.y);
  const float reach = std::fmin(radius / outline, 1.0F);
  p.edge = outline - radius;
  p.height = std::sqrt(1.0F - reach * reach);
  p.normal = {p.x / radius * reach, p.y / radius * reach, p.height};
  p.u = p.x * cosYaw_ - kDepth * p.height * sinYaw_;
  p.v = p.y * cosPitch_ - kDepth * p.height * sinPitch_;
  return p;
}

cv::Point2f HeadView::project(float u, float v) const {
  const float reach = std::sqrt(u * u + v * v) / skull_.radiusTowards(u, v);
  const float z = kDepth * std::sqrt(std::fmax(0.0F, 1.0F - reach * reach));
  constexpr float kNeck = 1.3F;
  const float x = u * cosYaw_ + z * sinYaw_;
  const float y = v * cosPitch_ + z * sinPitch_ - kNeck;
  return {centre_.x + unit_ * (x * cosRoll_ - y * sinRoll_), centre_.y + unit_ * (x * sinRoll_ + y * cosRoll_ + kNeck)};
}

}  // namespace facewire::portraits
