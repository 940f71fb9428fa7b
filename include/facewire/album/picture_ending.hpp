#pragma once

#include <filesystem>

namespace facewire::album {

/// True for the file endings that are taken for pictures, in any case: .jpg, .jpeg, .png, .pgm, .bmp, ...
bool hasPictureEnding(const std::filesystem::path& file);

}  // namespace facewire::album
