#pragma once

#include <vector>

#include "portraits/head_view.hpp"

namespace facewire::portraits {

/// A smooth hill on the face, (1 - q)^2 high where q, the squared distance in radii, is under 1.
struct Hill {
  float u, v, radiusU, radiusV, height;

  float at(float pu, float pv) const {
    const float q = square((pu - u) / radiusU) + square((pv - v) / radiusV);
    return q < 1.0F ? height * square(1.0F - q) : 0.0F;
  }
};

/// The shape of the face on the bare head: brow ridge, sockets, nose, cheeks, lips, chin. Constant after construction.
class Relief {
 public:
  explicit Relief(const HeadView& view);

  /// The normal with the face's shape on it.
  Normal normalAt(const HeadPoint& p) const;
  /// The share of the sky's light that reaches the point: less in the sockets, under nose and lip.
  float openness(const HeadPoint& p) const;
  /// How much light falls on a surface, about 1 where it faces the lamp.
  float lightOn(const Normal& n) const;
  /// The mirror of the lamp in the skin.
  float shineOn(const Normal& n) const;

 private:
  std::vector<Hill> hills_;
  std::vector<Hill> hollows_;
  Normal lamp_, halfway_;
  float contrast_;
};

}  // namespace facewire::portraits
