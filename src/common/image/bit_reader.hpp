#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace facewire::image {

/// Bits from the first byte's highest on, at any place. Constant; safe for concurrent use.
class BitReader {
 public:
  /// `bytes` must be readable for eight bytes beyond whatever place is asked for.
  explicit BitReader(const std::uint8_t* bytes) : bytes_(bytes) {}

  /// At least 57 bits from `place` on, the first one highest.
  std::uint64_t from(std::size_t place) const {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes_ + place / 8, sizeof word);
    if constexpr (std::endian::native == std::endian::little) word = __builtin_bswap64(word);
    return word << place % 8;
  }

 private:
  const std::uint8_t* bytes_;
};

}  // namespace facewire::image
