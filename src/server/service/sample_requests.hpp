#pragma once

#include "facewire/protocol/request.hpp"
#include "frame_recogniser.hpp"

namespace facewire::service {

/// A sample as it is stored, for an export: the PNG follows the RESPONSE as DATA. Safe for concurrent use.
protocol::Response answerSample(gallery::Gallery& gallery, const protocol::Request& request);

/// The way back: adds a picture of a face exactly as it was stored, with its face box and its dates, without detecting
/// or judging anything, so that it becomes the sample that it was. `png` is the DATA. Errors: `badMessage`, `badName`,
/// `corruptImage`, `nameTaken`, `internal`. With "opencv" it is `addHistogram`. Safe for concurrent use.
Result<protocol::Json> addSample(const Workshop& workshop, const protocol::Request& request, ByteView png);

}  // namespace facewire::service
