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

/// The same for its owner alone (0600, whatever the umask), and as a whole or not at all: it is written under another
/// name, brought to the disk, and renamed. Errors as writeFile's; what was there is then as before.
Result<void> replacePrivateFile(const std::filesystem::path& file, ByteView bytes);

}  // namespace facewire
