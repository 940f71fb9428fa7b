#include "portraits/video.hpp"

#include <algorithm>
#include <cmath>

#include "portraits/random.hpp"

namespace facewire::portraits {
namespace {

constexpr float kTurn = 6.2831853F;

// One person's way. Everybody keeps to a lane, so that faces do not hide one another; who has the first or the last
// lane walks in from the side, the others rise from below.
class Walk {
 public:
  Walk(const Video& video, std::size_t index) : video_(video), person_(video.people[index]) {
    Random random{video.seed, index, 0x77616c6b};
    const auto count = static_cast<float>(video.people.size());
    const auto width = static_cast<float>(video.size.width);
    const auto height = static_cast<float>(video.size.height);
    lane_ = width / count;
    middle_ = lane_ * (static_cast<float>(index) + 0.5F);
    largest_ = std::min(0.5F * lane_, 0.36F * height);
    const auto order = static_cast<float>(index);
    enters_ = 0.04F + 0.2F * order / count + random.between(0.0F, 0.04F);
    leaves_ = 0.98F - 0.2F * (count - 1.0F - order) / count - random.between(0.0F, 0.04F);
    fromSide_ = index == 0 ? -1.0F : (index + 1 == video.people.size() ? 1.0F : 0.0F);
    for (float& phase : phases_) phase = random.between(0.0F, kTurn);
    shot_ = shotOf(random.next(), 0.6F);
    shot_.mouthOpen = 0.0F;
    Random light{video.seed, 0x6c69676874};
    shot_.lightAzimuth = 0.4F * light.bell();
  }

  /// `t`: 0 at the beginning of the video, 1 at its end; `seconds` since the beginning.
  Figure at(float t, float seconds) const {
    const auto wave = [&](std::size_t i, float period) { return std::sin(kTurn * seconds / period + phases_[i]); };
    const float side = largest_ * (0.82F + 0.18F * wave(0, 6.1F));
    const float inside = smooth(enters_ - 0.07F, enters_ + 0.07F, t) * smooth(leaves_ + 0.07F, leaves_ - 0.07F, t);
    float x = middle_ + 0.14F * lane_ * wave(1, 4.7F);
    float y = static_cast<float>(video_.size.height) * (0.42F + 0.04F * wave(2, 3.3F));
    const float outside = 1.0F - inside;
    x += outside * fromSide_ * (lane_ / 2.0F + 2.4F * largest_);
    if (fromSide_ == 0.0F) y += outside * (static_cast<float>(video_.size.height) * 0.62F + 2.0F * largest_);

    Figure figure{person_, shot_, {x - side / 2.0F, y - side / 2.0F, side, side}};
    figure.shot.yaw = 0.2F * std::cos(kTurn * seconds / 4.7F + phases_[1]) * 0.7F + 0.06F * wave(3, 2.9F);
    figure.shot.pitch = 0.05F * wave(4, 3.7F);
    figure.shot.roll = 0.05F * wave(5, 5.3F);
    figure.shot.smile = 0.45F + 0.4F * wave(6, 7.9F);
    figure.shot.mouthOpen = 0.6F * std::max(0.0F, wave(7, 3.1F)) * std::fabs(wave(3, 0.7F));
    const float blink = std::fmod(seconds + phases_[2], 3.4F);
    if (blink < 0.16F) figure.shot.eyesOpen = 0.15F;
    return figure;
  }

 private:
  const Video& video_;
  std::uint64_t person_;
  float lane_ = 0, middle_ = 0, largest_ = 0, enters_ = 0, leaves_ = 0, fromSide_ = 0;
  float phases_[8]{};
  Shot shot_;
};

}  // namespace

Picture renderVideoFrame(const Video& video, int index) {
  Random random{video.seed, 0x766964656f};
  Scene scene;
  scene.size = video.size;
  scene.world = video.world;
  scene.background = random.next();
  scene.grain = random.next() + static_cast<std::uint64_t>(index);
  const float t = video.frames > 1 ? static_cast<float>(index) / static_cast<float>(video.frames - 1) : 0.5F;
  const auto seconds = static_cast<float>(index / video.fps);
  for (std::size_t i = 0; i < video.people.size(); ++i) {
    scene.figures.push_back(Walk(video, i).at(t, seconds));
  }
  Picture picture = renderScene(scene);
  std::erase_if(picture.faces, [](const FaceTruth& face) { return face.visible < kTruthVisible; });
  return picture;
}

void renderVideo(const Video& video, const std::function<bool(int, const Picture&)>& take) {
  for (int index = 0; index < video.frames; ++index) {
    if (!take(index, renderVideoFrame(video, index))) return;
  }
}

}  // namespace facewire::portraits
