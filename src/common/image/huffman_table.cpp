#include "huffman_table.hpp"

#include <algorithm>
#include <numeric>

namespace facewire::image {
namespace {

constexpr std::size_t kLengths = 16;

}  // namespace

std::optional<std::size_t> HuffmanTable::assign(ByteView definition) {
  if (definition.size() < kLengths) return std::nullopt;
  const auto byteAt = [&](std::size_t i) { return std::to_integer<std::uint8_t>(definition[i]); };
  std::size_t symbols = 0;
  for (std::size_t i = 0; i < kLengths; ++i) symbols += byteAt(i);
  const std::size_t size = kLengths + symbols;
  if (symbols == 0 || symbols > codes_.size() || definition.size() < size) return std::nullopt;
  if (std::ranges::equal(definition.first(size), definition_)) return size;

  definition_.clear();
  short_.fill({});
  codes_.fill({});
  std::uint32_t code = 0;
  std::size_t place = kLengths;
  for (unsigned length = 1; length <= kLengths; ++length, code <<= 1) {
    firstSymbol_[length] = static_cast<std::int32_t>(place) - static_cast<std::int32_t>(code);
    for (unsigned left = byteAt(length - 1); left > 0; --left, ++code, ++place) {
      // No code is all ones (C.2), for the padding at the end of the data is.
      if (code + 1 >= 1U << length) return std::nullopt;
      const std::uint8_t symbol = byteAt(place);
      codes_[symbol] = {static_cast<std::uint16_t>(code), static_cast<std::uint8_t>(length)};
      if (length > kShort) continue;
      const auto first = short_.begin() + static_cast<std::ptrdiff_t>(code << (kShort - length));
      std::fill_n(first, 1U << (kShort - length), Symbol{symbol, static_cast<std::uint8_t>(length)});
    }
    endCode_[length] = static_cast<std::int32_t>(code);
  }
  definition_.assign(definition.begin(), definition.begin() + static_cast<std::ptrdiff_t>(size));
  makeCoefficients();
  return size;
}

void HuffmanTable::makeCoefficients() {
  for (unsigned bits = 0; bits < coefficients_.size(); ++bits) {
    coefficients_[bits] = {};
    const Symbol symbol = short_[bits];
    const unsigned size = symbol.value & 15U;
    if (symbol.length == 0 || size == 0 || symbol.length + size > kShort) continue;
    const unsigned rest = kShort - symbol.length - size;
    const int value = valueOfBits(bits >> rest & ((1U << size) - 1), size);
    coefficients_[bits] = {static_cast<std::int16_t>(value), static_cast<std::uint8_t>(symbol.value >> 4),
                           static_cast<std::uint8_t>(symbol.length + size)};
  }
}

HuffmanTable::Symbol HuffmanTable::readLong(std::uint32_t bits) const {
  for (unsigned length = kShort + 1; length <= kLengths; ++length) {
    const auto code = static_cast<std::int32_t>(bits >> (kLengths - length));
    if (code >= endCode_[length]) continue;
    // Below the first code of this length there are only the beginnings of shorter ones, which were looked for before.
    const std::int32_t place = firstSymbol_[length] + code;
    if (place < static_cast<std::int32_t>(kLengths)) return {};
    return {std::to_integer<std::uint8_t>(definition_[static_cast<std::size_t>(place)]),
            static_cast<std::uint8_t>(length)};
  }
  return {};
}

}  // namespace facewire::image
