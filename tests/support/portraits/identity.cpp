#include "portraits/identity.hpp"

#include <algorithm>
#include <array>

#include "portraits/random.hpp"

namespace facewire::portraits {
namespace {

constexpr std::array kSkins{rgb(0xf2d5c3), rgb(0xebc8ae), rgb(0xe4b896), rgb(0xd3a17c),
                            rgb(0xbd8963), rgb(0xa26f4b), rgb(0x85583a), rgb(0x6b452f)};
constexpr std::array kDarkHair{rgb(0x17130f), rgb(0x211916), rgb(0x2b1d14), rgb(0x3a2618)};
constexpr std::array kAnyHair{rgb(0x1b1512), rgb(0x35231a), rgb(0x523522), rgb(0x6f4a2c),
                              rgb(0x7d4526), rgb(0x9c6a3a), rgb(0xb08547), rgb(0xc9a468)};
constexpr std::array kGreyHair{rgb(0x6f6d6c), rgb(0x9a9896), rgb(0xb8b5b1)};
constexpr std::array kIrises{rgb(0x3b2415), rgb(0x54351f), rgb(0x6b4a2a), rgb(0x5d6b3a), rgb(0x3f6f78), rgb(0x4f7fa8)};
constexpr std::array kWear{rgb(0x2f5d62), rgb(0x7a2e3a), rgb(0xb98b3e), rgb(0x3b4a78), rgb(0x58703f), rgb(0x8a6a9a)};
constexpr std::array kFrames{rgb(0x141414), rgb(0x3a2417), rgb(0x6d1f24), rgb(0x24364f), rgb(0x8d7a4a)};

template <typename T>
Colour pick(const T& colours, Random& random) {
  return colours[static_cast<std::size_t>(random.below(static_cast<int>(colours.size())))];
}

Colour skinTone(float darkness) {
  const float place = std::clamp(darkness, 0.0F, 0.999F) * static_cast<float>(kSkins.size() - 1);
  const auto index = static_cast<std::size_t>(place);
  return mix(kSkins[index], kSkins[index + 1], place - static_cast<float>(index));
}

HairStyle styleOf(float masculine, float age, Random& random) {
  using enum HairStyle;
  constexpr std::array kMen{buzz, sidePart, messy, curls, sidePart, messy, afro, beanie, sidePart, bald, receding};
  constexpr std::array kWomen{bob,      longStraight, longWavy, bun,       fringe,       curls,
                              longWavy, bob,          afro,     headscarf, longStraight, fringe};
  if (masculine < 0.5F) return kWomen[static_cast<std::size_t>(random.below(static_cast<int>(kWomen.size())))];
  const int common = static_cast<int>(kMen.size()) - (age > 0.5F ? 0 : 2);
  return kMen[static_cast<std::size_t>(random.below(common))];
}

Beard beardOf(Random& random) {
  using enum Beard;
  constexpr std::array kBeards{none, none, none, stubble, stubble, moustache, goatee, full, full};
  return kBeards[static_cast<std::size_t>(random.below(static_cast<int>(kBeards.size())))];
}

void drawSkin(Identity& who, Random& random, float darkness) {
  who.skin = skinTone(darkness);
  who.texture = static_cast<std::uint32_t>(random.next());
  const int moles = std::max(0, random.below(4) - 1);
  for (int i = 0; i < moles; ++i) {
    who.spots.push_back(
        {random.between(-0.7F, 0.7F), random.between(-0.5F, 1.0F), random.between(0.014F, 0.024F), 0.5F});
  }
  if (darkness < 0.45F && random.chance(0.25F)) {
    const int freckles = 30 + random.below(40);
    for (int i = 0; i < freckles; ++i) {
      who.spots.push_back({random.bell() * 0.36F, 0.3F + random.bell() * 0.14F, random.between(0.009F, 0.016F),
                           random.between(0.1F, 0.22F)});
    }
  }
}

}  // namespace

Identity identityOf(std::uint64_t person, std::uint64_t seed) {
  Random random{seed, person, 0x70657273};
  Identity who{};
  const float masculine = random.uniform();
  const bool man = masculine > 0.5F;
  who.age = square(random.uniform());
  const float darkness = 0.92F * random.uniform();

  who.width = 0.94F + 0.04F * random.bell();
  who.crown = 1.32F + 0.05F * random.bell();
  who.chin = 1.27F + 0.055F * random.bell() + (man ? 0.04F : 0.0F);
  who.jaw = std::clamp(2.1F + 0.2F * random.bell() + (man ? 0.2F : -0.05F), 1.8F, 2.8F);
  who.taper = std::clamp(0.24F + 0.07F * random.bell() - (man ? 0.06F : 0.0F), 0.08F, 0.36F);
  who.ears = random.between(0.8F, 1.2F);
  drawSkin(who, random, darkness);

  who.eyeX = 0.42F + 0.03F * random.bell();
  who.eyeY = 0.0F + 0.03F * random.bell();
  who.eyeWidth = 0.215F + 0.016F * random.bell() + (man ? 0.0F : 0.012F);
  who.eyeHeight = std::clamp(0.098F + 0.018F * random.bell() + (man ? -0.006F : 0.012F), 0.06F, 0.15F);
  who.eyeTilt = 0.05F + 0.07F * random.bell();
  who.lashes = man ? random.between(0.0F, 0.35F) : random.between(0.4F, 1.0F);
  who.socket = random.between(0.75F, 1.2F);
  who.iris = darkness > 0.5F ? kIrises[static_cast<std::size_t>(random.below(3))] : pick(kIrises, random);
  who.browY = -0.29F + 0.03F * random.bell();
  who.browArch = std::max(0.0F, 0.07F + 0.035F * random.bell());
  who.browTilt = 0.02F * random.bell();
  who.browThickness = std::clamp((man ? 0.062F : 0.042F) + 0.014F * random.bell(), 0.018F, 0.1F);
  who.browLength = 0.28F + 0.025F * random.bell();

  who.noseWidth = 0.2F + 0.03F * random.bell() + 0.04F * darkness + (man ? 0.015F : -0.01F);
  who.noseY = 0.54F + 0.045F * random.bell();
  who.noseBridge = random.between(0.06F, 0.12F);
  who.noseTip = random.between(0.06F, 0.12F);
  who.mouthY = 0.83F + 0.025F * random.bell();
  who.mouthWidth = 0.34F + 0.035F * random.bell();
  who.upperLip = std::clamp(0.062F + 0.016F * random.bell() + 0.02F * darkness - (man ? 0.012F : 0.0F), 0.025F, 0.12F);
  who.lowerLip = std::clamp(0.085F + 0.018F * random.bell() + 0.02F * darkness - (man ? 0.012F : 0.0F), 0.04F, 0.14F);
  who.lips = mix(who.skin * Colour{0.86F, 0.58F, 0.57F}, rgb(0xb0303c), man ? 0.02F : square(random.uniform()) * 0.75F);
  who.cheeks = random.between(0.02F, 0.09F);

  who.hair = styleOf(masculine, who.age, random);
  who.hairColour = darkness > 0.5F ? pick(kDarkHair, random) : pick(kAnyHair, random);
  if (who.age > 0.6F && random.chance(0.75F)) who.hairColour = pick(kGreyHair, random);
  // Bright hair around a dark face hides it from cascades; such heads are rare, and left out.
  who.hairColour =
      who.hairColour * mix(1.0F, 0.42F, smooth(0.3F, 0.7F, darkness) * smooth(0.35F, 0.6F, who.hairColour.r));
  who.wear = pick(kWear, random);
  who.hairline = -0.82F + 0.07F * random.bell();
  who.hairVolume = random.between(0.7F, 1.3F);
  who.parting = random.chance(0.5F) ? random.between(-0.6F, -0.2F) : random.between(0.2F, 0.6F);
  who.beard = man ? beardOf(random) : Beard::none;
  who.beardColour = mix(who.hairColour, rgb(0x2a1a12), 0.25F);
  who.glasses = random.chance(0.78F) ? Glasses::none : (random.chance(0.5F) ? Glasses::round : Glasses::square);
  who.frame = pick(kFrames, random);
  who.shoulders = man ? random.between(2.1F, 2.5F) : random.between(1.8F, 2.1F);
  return who;
}

}  // namespace facewire::portraits
