#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "eval_engine.hpp"

namespace facewire::eval {

/// A picture, in colour as well where that is wanted. Throws std::runtime_error naming the file where it is none.
vision::Picture readPicture(const std::filesystem::path& file, bool inColour);

/// The descriptors of `files` by each engine: [engine][file]. Shows its progress. Throws as readPicture and EvalEngine.
std::vector<std::vector<MaybeDescriptor>> describePictures(const std::vector<std::filesystem::path>& files,
                                                           const std::vector<EngineSettings>& engines, Framing framing,
                                                           std::size_t threads);

}  // namespace facewire::eval
