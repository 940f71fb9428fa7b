#include "portraits/hair_cut.hpp"

namespace facewire::portraits {

HairCut hairCutOf(const Identity& who) {
  const float volume = who.hairVolume;
  HairCut cut;
  cut.hairline = who.hairline;
  switch (who.hair) {
    case HairStyle::bald:
      cut.density = 0.0F;
      break;
    case HairStyle::buzz:
      cut = {.top = 0.03F,
             .side = 0.01F,
             .opening = 0.9F,
             .hairline = who.hairline,
             .end = 0.05F,
             .wave = 0.9F,
             .density = 0.82F};
      break;
    case HairStyle::sidePart:
      cut = {.top = 0.17F * volume,
             .side = 0.05F,
             .opening = 0.88F,
             .hairline = who.hairline - 0.04F,
             .sweep = 0.16F,
             .end = 0.12F,
             .wobble = 0.012F};
      break;
    case HairStyle::messy:
      cut = {.top = 0.22F * volume,
             .side = 0.08F,
             .opening = 0.88F,
             .hairline = who.hairline + 0.1F,
             .sweep = 0.1F,
             .end = 0.2F,
             .wobble = 0.075F,
             .wave = 0.2F};
      break;
    case HairStyle::curls:
      cut = {.top = 0.26F * volume,
             .side = 0.17F * volume,
             .opening = 0.87F,
             .hairline = who.hairline + 0.05F,
             .end = 0.4F,
             .wobble = 0.07F,
             .wave = 1.0F};
      break;
    case HairStyle::afro:
      cut = {.top = 0.42F * volume,
             .side = 0.38F * volume,
             .opening = 0.88F,
             .hairline = who.hairline + 0.02F,
             .end = 0.55F,
             .wobble = 0.035F,
             .wave = 1.0F};
      break;
    case HairStyle::bob:
      cut = {.top = 0.13F * volume,
             .side = 0.15F * volume,
             .opening = 0.82F,
             .hairline = who.hairline,
             .sweep = 0.2F,
             .length = 1.05F,
             .flare = 0.1F,
             .wobble = 0.01F};
      break;
    case HairStyle::longStraight:
      cut = {.top = 0.1F * volume,
             .side = 0.1F * volume,
             .opening = 0.84F,
             .hairline = who.hairline,
             .sweep = 0.08F,
             .length = 2.35F,
             .flare = 0.09F,
             .wobble = 0.008F};
      break;
    case HairStyle::longWavy:
      cut = {.top = 0.17F * volume,
             .side = 0.17F * volume,
             .opening = 0.84F,
             .hairline = who.hairline,
             .sweep = 0.14F,
             .length = 2.1F,
             .flare = 0.14F,
             .wobble = 0.05F,
             .wave = 0.45F};
      break;
    case HairStyle::bun:
      cut = {.top = 0.06F, .side = 0.025F, .opening = 0.91F, .hairline = who.hairline, .end = 0.15F, .wobble = 0.005F};
      break;
    case HairStyle::fringe:
      cut = {.top = 0.12F * volume,
             .side = 0.12F * volume,
             .opening = 0.82F,
             .hairline = who.browY - 0.13F,
             .length = who.hairVolume > 1.0F ? 2.2F : 1.2F,
             .flare = 0.06F,
             .wobble = 0.01F};
      break;
    case HairStyle::receding:
      cut = {.top = 0.0F,
             .side = 0.05F,
             .opening = 0.93F,
             .hairline = -1.25F,
             .end = 0.22F,
             .wobble = 0.03F,
             .wave = 0.5F,
             .density = 0.92F};
      break;
    case HairStyle::headscarf:
      cut = {.top = 0.12F,
             .side = 0.12F,
             .opening = 0.84F,
             .hairline = who.hairline + 0.06F,
             .length = 2.0F,
             .flare = 0.18F,
             .wobble = 0.01F};
      break;
    case HairStyle::beanie:
      cut = {.top = 0.08F,
             .side = 0.05F,
             .opening = 0.88F,
             .hairline = who.hairline,
             .end = 0.2F,
             .wobble = 0.02F,
             .wave = 0.2F};
      break;
  }
  cut.opening *= who.width;
  return cut;
}

}  // namespace facewire::portraits
