#pragma once

#include "portraits/identity.hpp"

namespace facewire::portraits {

/// The measures of a hair style on a given head, in face units.
struct HairCut {
  float top = 0;         ///< how far it stands off the crown
  float side = 0;        ///< and off the temples
  float opening = 0.9F;  ///< half the width of the face that it leaves free
  float hairline = -0.8F;
  float sweep = 0;    ///< how far it falls over the forehead on one side of the parting
  float end = 0.1F;   ///< where short hair stops beside the face
  float length = 0;   ///< where long hair ends, 0 for short
  float flare = 0;    ///< how much wider it gets on the way down
  float wobble = 0;   ///< unevenness of its outline
  float wave = 0;     ///< 0 straight to 1 tight curls
  float density = 1;  ///< how much of the skin it hides
};

HairCut hairCutOf(const Identity& who);

}  // namespace facewire::portraits
