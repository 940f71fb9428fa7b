#include "facewire/image/jpeg_header.hpp"

#include "target.hpp"

using namespace facewire;

/// What a JPEG says of itself is read without decoding any of it.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kMaxPixels = 1'000'000;
  const ByteView bytes = fuzz::toView(data, size);
  const auto header = image::readJpegHeader(bytes, kMaxPixels);
  if (!header) {
    const ErrorCode code = header.error().code;
    fuzz::require(code == ErrorCode::notJpeg || code == ErrorCode::corruptImage || code == ErrorCode::tooManyPixels,
                  "a header is refused with another error than it may be");
    fuzz::require(!header.error().detail.empty(), "a header is refused without a reason");
    return 0;
  }
  fuzz::require(header->width > 0 && header->height > 0, "a picture without pixels was let through");
  fuzz::require(static_cast<std::size_t>(header->width) * static_cast<std::size_t>(header->height) <= kMaxPixels,
                "a picture over the limit was let through");
  fuzz::require(header->components == 1 || header->components == 3 || header->components == 4,
                "a picture of an odd number of components was let through");
  fuzz::require(header->orientation >= 1 && header->orientation <= 8, "an orientation that is none");
  // Which limit there is changes nothing but what is over it.
  fuzz::require(!image::readJpegHeader(bytes, 0), "a picture over a limit of no pixels was let through");
  return 0;
}
