#include "facewire/image/png_codec.hpp"

#include <zlib.h>

#include <opencv2/core.hpp>

#include "target.hpp"

using namespace facewire;
using fuzz::require;

namespace {

constexpr std::size_t kSignature = 8;
constexpr std::size_t kBesideData = 12;  ///< of a chunk: its length, its type, its checksum

std::uint32_t wordAt(ByteView bytes, std::size_t at) {
  std::uint32_t word = 0;
  for (const std::byte byte : bytes.subspan(at, 4)) word = word << 8 | std::to_integer<std::uint32_t>(byte);
  return word;
}

/// With the checksums right, as whoever tampers with a file would have them: libpng would look no further.
Bytes withChecksums(ByteView png) {
  Bytes mended(png.begin(), png.end());
  for (std::size_t at = kSignature; at < mended.size() && mended.size() - at >= kBesideData;) {
    const std::size_t length = wordAt(mended, at);
    if (length > mended.size() - at - kBesideData) break;
    const auto* const first = reinterpret_cast<const Bytef*>(&mended[at + 4]);
    const auto sum = static_cast<std::uint32_t>(::crc32(0, first, static_cast<uInt>(length + 4)));
    at += length + kBesideData;
    for (std::size_t i = 0; i < 4; ++i) mended[at - 4 + i] = static_cast<std::byte>(sum >> (24 - 8 * i));
  }
  return mended;
}

}  // namespace

/// A picture as it lies in the database, which somebody may have written to.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kMaxPixels = 1 << 16;
  const auto picture = image::decodePng(withChecksums(fuzz::toView(data, size)), kMaxPixels);
  if (!picture) {
    const ErrorCode code = picture.error().code;
    require(code == ErrorCode::corruptImage || code == ErrorCode::tooManyPixels,
            "a PNG is refused with another error than it may be");
    return 0;
  }
  require(!picture->empty() && picture->total() <= kMaxPixels, "a PNG without pixels, or with too many");
  require(picture->type() == CV_8UC1 || picture->type() == CV_8UC3, "a PNG is read as neither grey nor BGR");
  const auto again = image::encodePng(*picture);
  require(again.has_value(), "what was read from a PNG cannot be written");
  const auto same = image::decodePng(*again, kMaxPixels);
  require(same && same->type() == picture->type() && cv::norm(*same, *picture, cv::NORM_INF) == 0,
          "a picture is another one after it was written as a PNG and read");
  return 0;
}
