#pragma once

#include <string>

#include "session.hpp"

namespace facewire::app {

/// The picture that an IMAGE on the command line names, as JPEG; "-" is standard input. Errors: `invalidInput`, naming
/// the file.
Result<Bytes> readImage(const std::string& image);

/// What to call it: the file's name, or "standard input".
std::string nameForPeople(const std::string& image);

/// Says what went wrong with it, with --json on standard output too. What to end with.
ExitStatus reportImageFailure(const Session& session, const std::string& image, const Error& error);

}  // namespace facewire::app
