#include "checksum.hpp"

#include <zlib.h>

#include <array>

namespace facewire::gallery {
namespace {

uLong continued(uLong checksum, ByteView bytes) {
  return crc32_z(checksum, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
}

}  // namespace

std::int64_t checksumOf(std::string_view encoder, std::int64_t sample, ByteView bytes) {
  std::array<std::byte, 8> number{};
  for (std::size_t i = 0; i < number.size(); ++i) {
    number[i] = static_cast<std::byte>(static_cast<std::uint64_t>(sample) >> (8 * i));
  }
  // The number between the two: what ends the one does not begin the other.
  return static_cast<std::int64_t>(continued(continued(continued(0, asBytes(encoder)), number), bytes));
}

std::int64_t histogramChecksum(std::int64_t sample, ByteView bytes) {
  return checksumOf("opencv-lbph", sample, bytes);
}

}  // namespace facewire::gallery
