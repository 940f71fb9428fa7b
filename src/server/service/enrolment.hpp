#pragma once

#include <stop_token>
#include <string>

#include "facewire/protocol/json.hpp"
#include "frame_recogniser.hpp"

namespace facewire::service {

/// What is to be enrolled, beside the picture.
struct Enrolment {
  std::string name;       ///< canonical
  std::string source;     ///< where the picture came from, for people to read
  bool cropped = false;   ///< the picture is a face and nothing else
  bool stranger = false;  ///< a known stranger, not one of ours
};

/// Enrols the one face in `jpeg`; durable when it returns. A picture that the person has already is not added again.
/// The answer's fields are those of docs/protocol.md. Errors: those of an image, `noFace`, `severalFaces`,
/// `poorQuality`, `nameTaken` (somebody of the other kind has it), `shuttingDown`, `internal`. Safe for concurrent use.
Result<protocol::Json> enrol(const Workshop& workshop, const Enrolment& enrolment, ByteView jpeg,
                             const std::stop_token& stop);

}  // namespace facewire::service
