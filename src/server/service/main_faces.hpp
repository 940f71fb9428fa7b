#pragma once

#include <opencv2/core/types.hpp>
#include <vector>

#include "engine.hpp"

namespace facewire::service {

/// The faces in `engine.grey` that could be meant by a picture of somebody, from left to right: not those of people far
/// behind.
std::vector<cv::Rect> findMainFaces(Engine& engine);

}  // namespace facewire::service
