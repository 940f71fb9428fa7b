#include "facewire/image/jpeg_header.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "jpeg_bytes.hpp"

namespace facewire::image {
namespace {

constexpr unsigned kOrientationTag = 0x0112;
constexpr unsigned kShortType = 3;
constexpr std::string_view kExifSignature{"Exif\0\0", 6};

/// Reads the numbers of a TIFF block in its own byte order; nothing where they would lie outside it.
class TiffBlock {
 public:
  static std::optional<TiffBlock> open(ByteView bytes) {
    if (bytes.size() < 8) return std::nullopt;
    const std::string_view order = asText(bytes.first(2));
    if (order != "II" && order != "MM") return std::nullopt;
    TiffBlock block(bytes, order == "II");
    return block.u16(2) == 42u ? std::optional(block) : std::nullopt;
  }

  std::optional<unsigned> u16(std::size_t at) const {
    if (at > bytes_.size() || bytes_.size() - at < 2) return std::nullopt;
    const unsigned first = byteAt(bytes_, at);
    const unsigned second = byteAt(bytes_, at + 1);
    return littleEndian_ ? first | second << 8 : first << 8 | second;
  }

  std::optional<std::uint32_t> u32(std::size_t at) const {
    const auto first = u16(at);
    const auto second = u16(at + 2);
    if (!first || !second) return std::nullopt;
    return littleEndian_ ? *first | *second << 16 : *first << 16 | *second;
  }

 private:
  TiffBlock(ByteView bytes, bool littleEndian) : bytes_(bytes), littleEndian_(littleEndian) {}

  ByteView bytes_;
  bool littleEndian_;
};

/// The orientation in an APP1 segment's payload (Exif 2.3, 4.6.4); nothing where it is no Exif or says none.
std::optional<int> readOrientation(ByteView segment) {
  if (!asText(segment).starts_with(kExifSignature)) return std::nullopt;
  const auto tiff = TiffBlock::open(segment.subspan(kExifSignature.size()));
  const auto directory = tiff ? tiff->u32(4) : std::nullopt;
  const auto entries = directory ? tiff->u16(*directory) : std::nullopt;
  if (!entries) return std::nullopt;
  for (unsigned i = 0; i < *entries; ++i) {
    const std::size_t entry = std::size_t{*directory} + 2 + std::size_t{i} * 12;
    const auto tag = tiff->u16(entry);
    if (!tag) return std::nullopt;
    if (*tag != kOrientationTag) continue;
    const auto value = tiff->u16(entry + 8);
    const bool sane = tiff->u16(entry + 2) == kShortType && value && *value >= 1 && *value <= 8;
    return sane ? static_cast<int>(*value) : 1;
  }
  return std::nullopt;
}

bool isFrameHeader(unsigned marker) {
  return marker >= kSof0 && marker <= kSof15 && marker != kDht && marker != 0xC8 && marker != kDac;
}

/// "FF C3"
std::string nameMarker(unsigned marker) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  return {'F', 'F', ' ', kDigits[marker >> 4 & 0xF], kDigits[marker & 0xF]};
}

tl::unexpected<Error> corrupt(std::string detail) {
  return fail(ErrorCode::corruptImage, std::move(detail));
}

/// `segment`: the payload of the SOF marker, without its length.
Result<JpegHeader> readFrameHeader(unsigned marker, ByteView segment, std::size_t maxPixels) {
  if (marker != kSof0 && marker != kSof1 && marker != kSof2) {
    return corrupt("JPEG coding not supported (marker " + nameMarker(marker) + "); baseline and progressive are");
  }
  if (segment.size() < 6) return corrupt("the JPEG's frame header is too short");
  const auto u16 = [&](std::size_t at) { return u16At(segment, at); };
  const unsigned precision = byteAt(segment, 0);
  const unsigned components = byteAt(segment, 5);
  JpegHeader header;
  header.height = static_cast<int>(u16(1));
  header.width = static_cast<int>(u16(3));
  header.components = static_cast<int>(components);
  header.progressive = marker == kSof2;
  if (precision != 8) return corrupt("JPEG with " + std::to_string(precision) + " bits a sample; only 8 are supported");
  if (header.width == 0) return corrupt("the JPEG claims a width of zero");
  // A height of zero announces a DNL marker after the first scan, which libjpeg does not read either.
  if (header.height == 0) return corrupt("the JPEG claims a height of zero");
  if (components != 1 && components != 3 && components != 4) {
    return corrupt("JPEG with " + std::to_string(components) + " components; 1, 3 or 4 are supported");
  }
  if (segment.size() != 6 + 3 * std::size_t{components}) return corrupt("the JPEG's frame header has the wrong length");
  const std::size_t pixels = std::size_t{u16(1)} * u16(3);
  if (pixels > maxPixels) {
    return fail(ErrorCode::tooManyPixels, "the picture has " + std::to_string(header.width) + " x " +
                                              std::to_string(header.height) + " = " + std::to_string(pixels) +
                                              " pixels; at most " + std::to_string(maxPixels) + " are accepted");
  }
  return header;
}

}  // namespace

Result<JpegHeader> readJpegHeader(ByteView bytes, std::size_t maxPixels) {
  if (bytes.size() < 3 || byteAt(bytes, 0) != 0xFF || byteAt(bytes, 1) != kSoi || byteAt(bytes, 2) != 0xFF) {
    return fail(ErrorCode::notJpeg, "not a JPEG: it does not start with FF D8 FF");
  }
  std::optional<int> orientation;
  std::size_t at = 2;
  for (;;) {
    if (at >= bytes.size()) return corrupt("the JPEG is cut off before its frame header");
    if (byteAt(bytes, at) != 0xFF) return corrupt("the JPEG has no marker at byte " + std::to_string(at));
    // Any number of fill bytes FF may stand before a marker's code (B.1.1.2).
    while (at < bytes.size() && byteAt(bytes, at) == 0xFF) ++at;
    if (at >= bytes.size()) return corrupt("the JPEG is cut off before its frame header");
    const unsigned marker = byteAt(bytes, at++);
    if (marker == kTem || (marker >= kRst0 && marker <= kRst7)) continue;
    if (marker == 0x00 || marker == kSoi || marker == kEoi || marker == kSos) {
      return corrupt("the JPEG has marker " + nameMarker(marker) + " before its frame header");
    }
    if (bytes.size() - at < 2) return corrupt("the JPEG is cut off before its frame header");
    const std::size_t length = byteAt(bytes, at) << 8 | byteAt(bytes, at + 1);
    if (length < 2) return corrupt("the JPEG has a segment of impossible length " + std::to_string(length));
    if (length > bytes.size() - at) return corrupt("the JPEG is cut off before its frame header");
    const ByteView segment = bytes.subspan(at + 2, length - 2);
    at += length;
    if (isFrameHeader(marker)) {
      auto header = readFrameHeader(marker, segment, maxPixels);
      if (header) header->orientation = orientation.value_or(1);
      return header;
    }
    if (marker == kApp1 && !orientation) orientation = readOrientation(segment);
  }
}

}  // namespace facewire::image
