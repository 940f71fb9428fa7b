#include "exit_status.hpp"

#include <algorithm>
#include <array>

namespace facewire::app {

ExitStatus exitStatusOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::unauthorised:
    case ErrorCode::untrusted:
      return ExitStatus::refused;
    case ErrorCode::noFace:
      return ExitStatus::noFace;
    case ErrorCode::invalidInput:
    case ErrorCode::tooLong:
    case ErrorCode::notJpeg:
    case ErrorCode::corruptImage:
    case ErrorCode::tooManyPixels:
    case ErrorCode::severalFaces:
    case ErrorCode::poorQuality:
    case ErrorCode::unknownPerson:
    case ErrorCode::nameTaken:
    case ErrorCode::badName:
    case ErrorCode::cannotCalibrate:
    case ErrorCode::badGallery:
      return ExitStatus::badInput;
    case ErrorCode::badMessage:
    case ErrorCode::busy:
    case ErrorCode::timeout:
    case ErrorCode::shuttingDown:
    case ErrorCode::unknownOp:
    case ErrorCode::internal:
    case ErrorCode::unreachable:
    case ErrorCode::disconnected:
      return ExitStatus::unreachable;
  }
  return ExitStatus::failed;
}

ExitStatus exitStatusOf(const protocol::FacesResult& result) {
  if (result.faces.empty()) return ExitStatus::noFace;
  const bool known = std::ranges::any_of(result.faces, [](const protocol::Face& face) { return face.known; });
  return known ? ExitStatus::done : ExitStatus::nobodyKnown;
}

ExitStatus moreSerious(ExitStatus one, ExitStatus other) {
  static constexpr std::array kBySeriousness{ExitStatus::failed,      ExitStatus::usage,    ExitStatus::refused,
                                             ExitStatus::unreachable, ExitStatus::badInput, ExitStatus::noFace,
                                             ExitStatus::nobodyKnown, ExitStatus::done};
  return *std::ranges::find_if(kBySeriousness, [&](ExitStatus status) { return status == one || status == other; });
}

}  // namespace facewire::app
