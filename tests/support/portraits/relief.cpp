#include "portraits/relief.hpp"

#include <cmath>

namespace facewire::portraits {
namespace {

Normal unitLength(Normal n) {
  const float k = 1.0F / std::sqrt(n.x * n.x + n.y * n.y + n.z * n.z);
  return {n.x * k, n.y * k, n.z * k};
}

float dot(const Normal& a, const Normal& b) {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}

}  // namespace

Relief::Relief(const HeadView& view) : contrast_(view.shot().contrast) {
  const Identity& who = view.who();
  const Shot& shot = view.shot();
  const float lift = shot.smile;
  const float mouth = who.mouthY;
  const float bridge = (who.eyeY + who.noseY) / 2.0F;
  hills_ = {{0.0F, bridge, who.noseWidth * 0.8F, 0.48F, who.noseBridge},
            {0.0F, who.noseY - 0.07F, who.noseWidth * 0.85F, 0.17F, who.noseTip},
            {0.0F, mouth, 0.42F, 0.26F, 0.035F},
            {0.0F, mouth - 0.16F, 0.05F, 0.1F, -0.008F},
            {0.0F, who.chin - 0.17F, 0.32F, 0.2F, 0.06F},
            {0.0F, mouth + 0.17F, 0.26F, 0.09F, -0.03F},
            {0.0F, -0.75F, 0.75F, 0.5F, 0.05F}};
  for (const float side : {-1.0F, 1.0F}) {
    hills_.push_back({side * who.noseWidth * 0.72F, who.noseY - 0.03F, 0.1F, 0.1F, 0.045F});
    hills_.push_back({side * who.eyeX, who.eyeY - 0.04F, 0.34F, 0.26F, -0.075F * who.socket});
    hills_.push_back({side * who.eyeX, who.eyeY, 0.23F, 0.17F, 0.03F});
    hills_.push_back({side * 0.42F, who.browY - 0.02F, 0.42F, 0.15F, 0.035F * who.socket});
    hills_.push_back({side * 0.56F, 0.4F - 0.03F * lift, 0.34F, 0.32F, who.cheeks + 0.04F * lift});
    hollows_.push_back({side * who.eyeX, who.eyeY - 0.07F, 0.44F, 0.29F, 0.48F * who.socket});
    hollows_.push_back({side * 0.17F, who.eyeY + 0.02F, 0.16F, 0.22F, 0.16F});
    hollows_.push_back({side * who.noseWidth, who.noseY + 0.01F, 0.13F, 0.16F, 0.14F});
  }
  hollows_.push_back({0.0F, who.noseY + 0.1F, who.noseWidth * 1.5F, 0.13F, 0.26F});
  hollows_.push_back({0.0F, mouth + who.lowerLip + 0.08F, 0.28F, 0.1F, 0.16F});
  const float level = std::cos(shot.lightElevation);
  lamp_ = {level * std::sin(shot.lightAzimuth), -std::sin(shot.lightElevation), level * std::cos(shot.lightAzimuth)};
  halfway_ = unitLength({lamp_.x, lamp_.y, lamp_.z + 1.0F});
}

Normal Relief::normalAt(const HeadPoint& p) const {
  Normal n = p.normal;
  for (const Hill& hill : hills_) {
    const float du = (p.u - hill.u) / hill.radiusU;
    const float dv = (p.v - hill.v) / hill.radiusV;
    const float q = du * du + dv * dv;
    if (q >= 1.0F) continue;
    const float slope = 4.0F * hill.height * (1.0F - q);
    n.x += slope * du / hill.radiusU;
    n.y += slope * dv / hill.radiusV;
  }
  return unitLength({n.x, n.y, n.z + 0.12F});
}

float Relief::openness(const HeadPoint& p) const {
  float open = 1.0F;
  for (const Hill& hollow : hollows_) open *= 1.0F - hollow.at(p.u, p.v);
  return open;
}

float Relief::lightOn(const Normal& n) const {
  constexpr float kWrap = 0.35F;
  const float facing = std::fmax(0.0F, (dot(n, lamp_) + kWrap) / (1.0F + kWrap));
  const float sky = 0.88F - 0.12F * n.y;
  return (1.0F - contrast_) * sky + contrast_ * 1.32F * facing;
}

float Relief::shineOn(const Normal& n) const {
  const float s = std::fmax(0.0F, dot(n, halfway_));
  const float s4 = square(square(s));
  const float s16 = square(square(s4));
  return s16 * s16 * contrast_;
}

}  // namespace facewire::portraits
