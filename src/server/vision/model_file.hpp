#pragma once

#include <filesystem>
#include <string>

#include "facewire/base/bytes.hpp"

namespace facewire::vision {

/// A model file's bytes. `what` names it for people: "detector model". Throws std::runtime_error naming the file and
/// the remedy: missing, empty, far too large, or unreadable.
Bytes readModelFile(const std::filesystem::path& file, const std::string& what);

}  // namespace facewire::vision
