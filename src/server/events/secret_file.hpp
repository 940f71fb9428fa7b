#pragma once

#include <filesystem>
#include <string>

#include "facewire/base/result.hpp"

namespace facewire::events {

/// The secret in a file, without the white space at its end. Errors: `invalidInput`, naming `setting`, the file and the
/// remedy: unreadable, empty, larger than 4 KiB, or open to others than its owner (its group may read it).
Result<std::string> readSecret(const std::string& setting, const std::filesystem::path& file);

}  // namespace facewire::events
