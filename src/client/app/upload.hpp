#pragma once

#include <string>

#include "session.hpp"

namespace facewire::app {

/// Sends a file to the server, which is then asked what is to become of it. Errors: `invalidInput` (the file cannot be
/// read), or of the connection.
Result<void> upload(const Session& session, client::Client& client, const std::string& file);

}  // namespace facewire::app
