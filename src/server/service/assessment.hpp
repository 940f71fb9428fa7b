#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "facewire/protocol/json.hpp"
#include "frame_recogniser.hpp"

namespace facewire::service {

/// Says of each face in `jpeg` whether it is good enough to be enrolled, and what it would add to the samples of
/// `name`, where one is given; changes nothing. The answer's fields are those of docs/protocol.md. Errors: those of an
/// image, `shuttingDown`, `internal`. Safe for concurrent use.
Result<protocol::Json> assess(const Workshop& workshop, const std::optional<std::string>& name, ByteView jpeg,
                              const std::stop_token& stop);

}  // namespace facewire::service
