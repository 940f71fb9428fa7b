#pragma once

#include <filesystem>

#include "facewire/base/bytes.hpp"
#include "facewire/base/result.hpp"

namespace facewire {

/// The whole file. Errors: `invalidInput`, naming the file and the reason (missing, a folder, unreadable, over
/// `maxBytes`). Blocks on the disk.
Result<Bytes> readFile(const std::filesystem::path& file, std::size_t maxBytes);

/// Writes the whole file, replacing what was there. Errors: `invalidInput`, naming the file and the reason.
Result<void> writeFile(const std::filesystem::path& file, ByteView bytes);

}  // namespace facewire
