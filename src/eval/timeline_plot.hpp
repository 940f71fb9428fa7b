#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "video_score.hpp"

namespace facewire::eval {

/// What one engine made of a video.
struct TimelineRow {
  std::string label;
  std::vector<VideoScore::Entry> entries;
};

/// One strip for each identity and engine, coloured by what became of the face in each frame: an SVG document.
/// `lastFrame` ends the axis; `step` frames is how wide one entry is.
std::string drawTimeline(const std::string& title, const std::vector<TimelineRow>& rows, std::int64_t lastFrame,
                         std::int64_t step);

}  // namespace facewire::eval
