#pragma once

#include <cstdint>

#include "facewire/base/bytes.hpp"

namespace facewire::gallery {

/// The bytes of a word of 32 bits, as all that is stored has them: little-endian.
inline constexpr std::size_t kWord = 4;

inline void appendWord(Bytes& out, std::uint32_t value) {
  for (std::size_t i = 0; i < kWord; ++i) out.push_back(static_cast<std::byte>(value >> (8 * i)));
}

/// Precondition: there are `number` + 1 words.
inline std::uint32_t wordAt(ByteView bytes, std::size_t number) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < kWord; ++i) {
    value |= std::to_integer<std::uint32_t>(bytes[kWord * number + i]) << (8 * i);
  }
  return value;
}

}  // namespace facewire::gallery
