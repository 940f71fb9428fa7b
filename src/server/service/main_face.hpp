#pragma once

#include <opencv2/core/types.hpp>
#include <string_view>
#include <vector>

#include "engine.hpp"
#include "facewire/base/result.hpp"

namespace facewire::service {

/// The faces in `engine.grey` that a picture of one person could mean, from left to right: finds under a third of the
/// largest are somebody far behind, or no faces at all.
std::vector<cv::Rect> findMainFaces(Engine& engine);

/// The only one of them. `purpose` says to what the picture was sent ("enrol"), for the error. Errors: `noFace`,
/// `severalFaces`.
Result<cv::Rect> findOneFace(Engine& engine, std::string_view purpose);

}  // namespace facewire::service
