#pragma once

#include <cstddef>

#include "facewire/base/bytes.hpp"

namespace facewire::image {

// Marker codes, ITU T.81 table B.1.
inline constexpr unsigned kTem = 0x01;
inline constexpr unsigned kSof0 = 0xC0;
inline constexpr unsigned kSof1 = 0xC1;
inline constexpr unsigned kSof2 = 0xC2;
inline constexpr unsigned kSof15 = 0xCF;
inline constexpr unsigned kDht = 0xC4;
inline constexpr unsigned kDac = 0xCC;
inline constexpr unsigned kRst0 = 0xD0;
inline constexpr unsigned kRst7 = 0xD7;
inline constexpr unsigned kSoi = 0xD8;
inline constexpr unsigned kEoi = 0xD9;
inline constexpr unsigned kSos = 0xDA;
inline constexpr unsigned kDqt = 0xDB;
inline constexpr unsigned kDri = 0xDD;
inline constexpr unsigned kApp0 = 0xE0;
inline constexpr unsigned kApp1 = 0xE1;
inline constexpr unsigned kApp14 = 0xEE;
inline constexpr unsigned kApp15 = 0xEF;
inline constexpr unsigned kComment = 0xFE;

/// Precondition of both: the bytes have what is read.
inline unsigned byteAt(ByteView bytes, std::size_t at) {
  return std::to_integer<unsigned>(bytes[at]);
}
inline unsigned u16At(ByteView bytes, std::size_t at) {
  return byteAt(bytes, at) << 8 | byteAt(bytes, at + 1);
}

}  // namespace facewire::image
