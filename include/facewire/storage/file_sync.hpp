#pragma once

#include <filesystem>
#include <string>

namespace facewire::storage {

/// What `errno` says now, in words.
std::string systemReason();

/// Brings a file's content, or a directory's entries, to the disk. Throws std::runtime_error naming it.
void syncToDisk(const std::filesystem::path& path);

}  // namespace facewire::storage
