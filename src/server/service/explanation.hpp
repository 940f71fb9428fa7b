#pragma once

#include <stop_token>

#include "facewire/protocol/request.hpp"
#include "frame_recogniser.hpp"

namespace facewire::service {

/// Recognises the picture as a frame that stands alone, and draws why: the RESPONSE has the fields of FACES, its frame
/// is the sheet (vision::drawExplanation) as JPEG. Both tell of the same comparison. Errors: those of an image,
/// `shuttingDown`, `internal`. Safe for concurrent use.
protocol::Response answerExplain(const Workshop& workshop, const protocol::Request& request, ByteView jpeg,
                                 const std::stop_token& stop);

}  // namespace facewire::service
