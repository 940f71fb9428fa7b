#pragma once

#include <cstddef>
#include <filesystem>
#include <opencv2/core/mat.hpp>
#include <vector>

#include "eval_engine.hpp"

namespace facewire::eval {

/// A picture as CV_8UC1. Throws std::runtime_error naming the file where it is none.
cv::Mat readGrey(const std::filesystem::path& file);

/// The descriptors of `files` by each engine: [engine][file]. Shows its progress. Throws as readGrey and EvalEngine.
std::vector<std::vector<MaybeDescriptor>> describePictures(const std::vector<std::filesystem::path>& files,
                                                           const std::vector<EngineSettings>& engines, Framing framing,
                                                           std::size_t threads);

}  // namespace facewire::eval
