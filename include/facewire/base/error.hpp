#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace facewire {

/// What went wrong, by kind. The first group are the wire's stable words (docs/protocol.md); the second never
/// leaves the process it arose in.
enum class ErrorCode {
  badMessage,
  tooLong,
  notJpeg,
  corruptImage,
  tooManyPixels,
  noFace,
  severalFaces,
  poorQuality,
  unknownPerson,
  nameTaken,
  badName,
  unauthorised,
  busy,
  timeout,
  shuttingDown,
  unknownOp,
  cannotCalibrate,
  badGallery,
  internal,

  unreachable,   ///< nobody answers at that address
  untrusted,     ///< a peer's certificate or fingerprint is not the one expected, or TLS could not be agreed on
  disconnected,  ///< the peer closed or reset the connection
  invalidInput,  ///< a file, an address or a setting that cannot be used
};

/// The error as a value. `detail` names the subject (which file, which peer, which limit) and, for people, the remedy.
struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string detail;
};

/// The stable word for `code`: "not_jpeg", "too_long", ...
std::string_view toWord(ErrorCode code);

/// The code for a word read from the wire; nothing for a word that this version does not know.
std::optional<ErrorCode> errorCodeFromWord(std::string_view word);

}  // namespace facewire
