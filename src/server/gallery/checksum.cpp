#include "checksum.hpp"

#include <bit>
#include <span>

namespace facewire::gallery {
namespace {

constexpr std::uint64_t kOffset = 0xcbf29ce484222325;
constexpr std::uint64_t kPrime = 0x100000001b3;

std::uint64_t mixedWith(std::uint64_t hash, ByteView bytes) {
  while (!bytes.empty()) {
    const std::size_t size = bytes.size() < 8 ? bytes.size() : 8;
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < size; ++i) word |= std::to_integer<std::uint64_t>(bytes[i]) << (8 * i);
    // The rotation brings the upper bits, which a product alone never moves down, to the lower ones.
    hash = std::rotl((hash ^ word) * kPrime, 29);
    bytes = bytes.subspan(size);
  }
  return hash;
}

}  // namespace

std::int64_t checksumOf(std::string_view encoder, std::int64_t sample, ByteView bytes) {
  std::uint64_t hash = mixedWith(kOffset, std::as_bytes(std::span(encoder)));
  hash = (hash ^ static_cast<std::uint64_t>(sample)) * kPrime;
  hash = (hash ^ bytes.size()) * kPrime;
  hash = mixedWith(hash, bytes);
  return static_cast<std::int64_t>(hash);
}

}  // namespace facewire::gallery
