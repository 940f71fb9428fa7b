#pragma once

#include "facewire/storage/database_file.hpp"

namespace facewire::storage {

/// Throw std::runtime_error, naming the file and the remedy: it cannot be used, for this reason; it is damaged; a
/// newer Facewire made it.
[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& reason);
[[noreturn]] void refuseDamaged(const std::filesystem::path& file, const DatabaseKind& kind, const std::string& reason);
[[noreturn]] void refuseNewer(const std::filesystem::path& file, const DatabaseKind& kind, std::int64_t version);

}  // namespace facewire::storage
