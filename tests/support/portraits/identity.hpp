#pragma once

#include <cstdint>
#include <vector>

#include "portraits/colour.hpp"

namespace facewire::portraits {

enum class HairStyle : std::uint8_t {
  bald,
  buzz,
  sidePart,
  messy,
  curls,
  afro,
  bob,
  longStraight,
  longWavy,
  bun,
  fringe,
  receding,
  headscarf,
  beanie
};
inline constexpr int kHairStyles = 14;

enum class Beard : std::uint8_t { none, stubble, moustache, goatee, full };
enum class Glasses : std::uint8_t { none, round, square };

/// A small dark spot on the skin, in face coordinates.
struct Spot {
  float u;
  float v;
  float radius;
  float depth;  ///< 0 invisible, 1 black
};

/// What makes a person look like that person in every picture. Lengths are in face units: 1 is half the width of an
/// average head, u to the viewer's right and v down from the middle of the head.
struct Identity {
  // Head
  float width, crown, chin, jaw, taper;
  Colour skin;
  float age;
  float ears;
  std::uint32_t texture;
  std::vector<Spot> spots;
  // Eyes and brows
  float eyeX, eyeY, eyeWidth, eyeHeight, eyeTilt, lashes, socket;
  Colour iris;
  float browY, browArch, browTilt, browThickness, browLength;
  // Nose and mouth
  float noseWidth, noseY, noseBridge, noseTip;
  float mouthY, mouthWidth, upperLip, lowerLip;
  Colour lips;
  float cheeks;
  // Hair
  HairStyle hair;
  Colour hairColour;
  Colour wear;  ///< headscarf or beanie
  float hairline, hairVolume, parting;
  Beard beard;
  Colour beardColour;
  // Things worn
  Glasses glasses;
  Colour frame;
  float shoulders;
};

/// Person number `person` of the world `seed`: any number is somebody, always the same. A pure function.
Identity identityOf(std::uint64_t person, std::uint64_t seed = 1);

}  // namespace facewire::portraits
