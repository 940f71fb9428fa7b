#include "coded_data.hpp"

#include <cstring>

#include "jpeg_bytes.hpp"

namespace facewire::image {
namespace {

constexpr std::size_t kRestartMarkers = 8;

}  // namespace

bool CodedData::read(ByteView jpeg) {
  parts_.clear();
  bytes_.resize(jpeg.size() + kBitsBeyond / 8 + sizeof(std::uint64_t));
  const auto* const data = reinterpret_cast<const std::uint8_t*>(jpeg.data());
  std::uint8_t* to = bytes_.data();
  Part part;
  std::size_t partBegin = 0;
  std::size_t at = 0;
  const auto endPart = [&] {
    part.end = 8 * static_cast<std::size_t>(to - bytes_.data());
    part.stuffed = jpeg.subspan(partBegin, at - partBegin);
    parts_.push_back(part);
    part.begin = part.end;
  };
  while (at < jpeg.size()) {
    const auto* const marker = static_cast<const std::uint8_t*>(std::memchr(data + at, 0xFF, jpeg.size() - at));
    if (marker == nullptr) return false;
    const auto plain = static_cast<std::size_t>(marker - (data + at));
    std::memcpy(to, data + at, plain);
    to += plain;
    at += plain;
    if (jpeg.size() - at < 2) return false;
    const unsigned code = data[at + 1];
    if (code == 0) {
      *to++ = 0xFF;
    } else {
      endPart();
      if (code == kEoi) {
        std::memset(to, 0, kBitsBeyond / 8 + sizeof(std::uint64_t));
        return true;
      }
      if (code != kRst0 + (parts_.size() - 1) % kRestartMarkers) return false;
      partBegin = at + 2;
    }
    at += 2;
  }
  return false;
}

}  // namespace facewire::image
