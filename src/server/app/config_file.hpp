#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "configuration.hpp"

namespace facewire::app {

/// Read where neither --config nor FACEWIRE_CONFIG names another one.
inline constexpr const char* kConfigFile = "/etc/facewire/facewired.toml";

/// The file to read: the flag's, the environment's, or kConfigFile where it exists; nothing where one of the former is
/// empty, or none is there.
std::optional<std::filesystem::path> chooseConfigFile(const std::optional<std::string>& flag);

/// Reads a TOML file of settings. Errors: `invalidInput`, naming file and line: unreadable, not TOML, a key that is
/// none (with the nearest one), a value that no setting takes.
Result<Assignments> readConfigFile(const std::filesystem::path& file);

/// What the FACEWIRE_* variables of this process say; a list's values are separated by commas. Errors: `invalidInput`:
/// one that is nearly a setting's, and none of it.
Result<Assignments> readEnvironment();

}  // namespace facewire::app
