#pragma once

#include "facewire/protocol/request.hpp"
#include "facewire/server/service.hpp"
#include "frame_recogniser.hpp"

namespace facewire::service {

/// The ops about who was seen when. Each returns the fields of its RESPONSE (docs/protocol.md) or the error to answer
/// with: `badMessage`; `unknownPerson`; `internal` where the database of sightings cannot be used. Safe for concurrent
/// use.
Result<protocol::Json> listSightings(const Workshop& workshop, const protocol::Request& request);
Result<protocol::Json> removeSightings(const Workshop& workshop, const protocol::Request& request);

/// Waits for the next event, for as long as the request says and somebody waits for the answer.
Result<protocol::Json> watchSightings(const Workshop& workshop, const protocol::Request& request,
                                      const server::Load& load);

/// The response's frame is the sighting's picture as JPEG, where one is kept.
protocol::Response showSighting(const Workshop& workshop, const protocol::Request& request);

/// The "sightings" of `status`.
protocol::Json describeSightings(const Workshop& workshop);

}  // namespace facewire::service
