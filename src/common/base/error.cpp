#include "facewire/base/error.hpp"

#include <array>
#include <utility>

namespace facewire {
namespace {

constexpr std::array<std::pair<ErrorCode, std::string_view>, 23> kWords{{
    {ErrorCode::badMessage, "bad_message"},
    {ErrorCode::tooLong, "too_long"},
    {ErrorCode::notJpeg, "not_jpeg"},
    {ErrorCode::corruptImage, "corrupt_image"},
    {ErrorCode::tooManyPixels, "too_many_pixels"},
    {ErrorCode::noFace, "no_face"},
    {ErrorCode::severalFaces, "several_faces"},
    {ErrorCode::poorQuality, "poor_quality"},
    {ErrorCode::unknownPerson, "unknown_person"},
    {ErrorCode::nameTaken, "name_taken"},
    {ErrorCode::badName, "bad_name"},
    {ErrorCode::unauthorised, "unauthorised"},
    {ErrorCode::busy, "busy"},
    {ErrorCode::timeout, "timeout"},
    {ErrorCode::shuttingDown, "shutting_down"},
    {ErrorCode::unknownOp, "unknown_op"},
    {ErrorCode::cannotCalibrate, "cannot_calibrate"},
    {ErrorCode::badGallery, "bad_gallery"},
    {ErrorCode::internal, "internal"},
    {ErrorCode::unreachable, "unreachable"},
    {ErrorCode::untrusted, "untrusted"},
    {ErrorCode::disconnected, "disconnected"},
    {ErrorCode::invalidInput, "invalid_input"},
}};

}  // namespace

std::string_view toWord(ErrorCode code) {
  for (const auto& [known, word] : kWords) {
    if (known == code) return word;
  }
  return "internal";
}

std::optional<ErrorCode> errorCodeFromWord(std::string_view word) {
  for (const auto& [code, known] : kWords) {
    if (known == word) return code;
  }
  return std::nullopt;
}

}  // namespace facewire
