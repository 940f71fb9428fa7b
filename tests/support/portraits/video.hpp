#pragma once

#include <cstdint>
#include <functional>
#include <opencv2/core/types.hpp>
#include <vector>

#include "portraits/scene.hpp"

namespace facewire::portraits {

/// People who come into a room one after the other, move about, come nearer and go again.
struct Video {
  std::vector<std::uint64_t> people;
  cv::Size size{640, 480};
  int frames = 250;
  double fps = 25.0;
  std::uint64_t world = 1;
  std::uint64_t seed = 1;  ///< decides the ways, the light and the room
};

/// Faces less visible than this are left out of a video's truth: no detector could be blamed for missing them.
inline constexpr float kTruthVisible = 0.8F;

/// Frame `index` of the video, from 0; any, in any order. Its faces are those that are at least kTruthVisible. Safe for
/// concurrent use.
Picture renderVideoFrame(const Video& video, int index);

/// Every frame in order, one at a time; stops early where `take` returns false.
void renderVideo(const Video& video, const std::function<bool(int index, const Picture& frame)>& take);

}  // namespace facewire::portraits
