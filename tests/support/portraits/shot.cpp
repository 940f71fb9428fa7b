#include "portraits/shot.hpp"

#include <array>

#include "portraits/random.hpp"

namespace facewire::portraits {

Shot shotOf(std::uint64_t seed, float variety) {
  constexpr std::array kClothes{rgb(0x33475b), rgb(0x6b2737), rgb(0x2f6f62), rgb(0xc9c3b8),
                                rgb(0x8a5a44), rgb(0x3c3a47), rgb(0x7d8f69), rgb(0xb5524a),
                                rgb(0x4a6fa5), rgb(0xd8b26e), rgb(0x22252b), rgb(0x9d7aa8)};
  Random random{seed, 0x73686f74};
  Shot shot;
  shot.yaw = 0.13F * variety * random.bell();
  shot.pitch = 0.06F * variety * random.bell();
  shot.roll = 0.05F * variety * random.bell();
  shot.smile = clamp01(0.4F + 0.35F * variety * random.bell());
  shot.mouthOpen = random.chance(0.3F * variety) ? random.between(0.2F, 0.9F) : 0.0F;
  shot.eyesOpen = 1.0F + 0.06F * variety * random.bell();
  shot.gaze = 0.3F * variety * random.bell();
  shot.lightAzimuth = 0.45F * variety * random.bell();
  shot.lightElevation = 0.55F + 0.2F * variety * random.bell();
  shot.contrast = 0.5F + 0.07F * variety * random.bell();
  shot.clothes = kClothes[static_cast<std::size_t>(random.below(static_cast<int>(kClothes.size())))];
  shot.neckline = random.below(3);
  return shot;
}

}  // namespace facewire::portraits
