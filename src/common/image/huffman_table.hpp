#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "facewire/base/bytes.hpp"

namespace facewire::image {

/// One Huffman code of a JPEG (ITU T.81, annexes C and F.2.2.3), to read and to write. Confined to one thread.
class HuffmanTable {
 public:
  /// `definition`: sixteen bytes with how many codes there are of each length, and then their symbols; more bytes may
  /// follow. Keeps what it has where that is the same. The bytes it took; nothing where they are no code.
  std::optional<std::size_t> assign(ByteView definition);

  bool isEmpty() const { return definition_.empty(); }

  struct Symbol {
    std::uint8_t value = 0;
    std::uint8_t length = 0;  ///< in bits; 0 where no code begins so
  };

  /// The symbol that the next 16 bits begin with.
  Symbol read(std::uint32_t bits) const {
    const Symbol symbol = short_[bits >> (16 - kShort)];
    return symbol.length != 0 ? symbol : readLong(bits);
  }

  /// A coefficient whose symbol and bits together are short.
  struct Coefficient {
    std::int16_t value = 0;
    std::uint8_t zeros = 0;   ///< before it
    std::uint8_t length = 0;  ///< in bits; 0 where it is longer than that, or none
  };

  /// What the next 64 bits begin with, were this a table of coefficients but the first.
  Coefficient readShort(std::uint64_t bits) const { return coefficients_[bits >> (64 - kShort)]; }

  struct Code {
    std::uint16_t bits = 0;
    std::uint8_t length = 0;  ///< 0 where the table has no code for the symbol
  };

  Code codeOf(unsigned symbol) const { return codes_[symbol]; }

 private:
  static constexpr unsigned kShort = 10;

  Symbol readLong(std::uint32_t bits) const;
  void makeCoefficients();

  std::array<Symbol, 1U << kShort> short_{};  ///< by the first bits; length 0 where the code is longer
  std::array<Coefficient, 1U << kShort> coefficients_{};
  std::array<std::int32_t, 17> firstSymbol_{};  ///< by length: place of its first symbol, less its first code
  std::array<std::int32_t, 17> endCode_{};      ///< by length: one after its last code
  std::array<Code, 256> codes_{};
  Bytes definition_;
};

/// T.81, F.2.2.1: the value of `count` bits, at least one; a leading 0 makes it negative.
inline int valueOfBits(unsigned bits, unsigned count) {
  const int value = static_cast<int>(bits);
  return bits >> (count - 1) != 0 ? value : value - (1 << count) + 1;
}

}  // namespace facewire::image
