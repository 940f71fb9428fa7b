#pragma once

#include <cstdint>

#include "portraits/colour.hpp"

namespace facewire::portraits {

/// What differs from one picture of a person to the next. Angles are in radians.
struct Shot {
  float yaw = 0;               ///< positive: towards the viewer's right
  float pitch = 0;             ///< positive: down
  float roll = 0;              ///< positive: clockwise
  float smile = 0.3F;          ///< -0.3 stern to 1
  float mouthOpen = 0;         ///< 0 to 1
  float eyesOpen = 1;          ///< 0 shut to 1.1 wide
  float gaze = 0;              ///< -1 to 1
  float lightAzimuth = -0.5F;  ///< positive: from the viewer's right
  float lightElevation = 0.5F;
  float contrast = 0.55F;  ///< share of the light that has a direction
  Colour clothes = rgb(0x456789);
  int neckline = 0;  ///< 0 round, 1 V, 2 shirt with a collar
};

/// One of the many pictures that could be taken of anybody: `variety` 0 is a passport photograph, 1 a hand-held
/// camera. A pure function.
Shot shotOf(std::uint64_t seed, float variety = 1.0F);

}  // namespace facewire::portraits
