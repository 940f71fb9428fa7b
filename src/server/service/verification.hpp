#pragma once

#include <stop_token>

#include "facewire/protocol/request.hpp"
#include "frame_recogniser.hpp"

namespace facewire::service {

/// Whether the one face in `jpeg` is that of the person whom the request names: yes where the ordinary decision, among
/// everybody enrolled, gives that name. Says in any case how far the face is from that person's samples. The answer's
/// fields are those of docs/protocol.md. Errors: those of an image, `badMessage`, `badName`, `unknownPerson` (also
/// where the person has no sample), `noFace`, `severalFaces`, `shuttingDown`. Safe for concurrent use.
Result<protocol::Json> answerVerify(const Workshop& workshop, const protocol::Request& request, ByteView jpeg,
                                    const std::stop_token& stop);

}  // namespace facewire::service
