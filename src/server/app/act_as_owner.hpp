#pragma once

#include <filesystem>

namespace facewire::app {

/// For root, who looks after a service's data: from now on this process is whoever owns the folder, so that what it
/// writes there can be read by the service. Anybody else, and a folder that is not there, changes nothing. Throws
/// std::runtime_error where that cannot be done.
void actAsOwnerOf(const std::filesystem::path& folder);

}  // namespace facewire::app
