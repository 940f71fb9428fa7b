#include "block_encoder.hpp"

#include <array>
#include <bit>
#include <cstdlib>
#include <cstring>

namespace facewire::image {
namespace {

constexpr unsigned kEndOfBlock = 0x00;
constexpr unsigned kZeroRun = 0xF0;

/// The category of a value (T.81, tables F.1 and F.2): how many bits follow its code.
unsigned bitsOf(int value) {
  return static_cast<unsigned>(std::bit_width(static_cast<unsigned>(std::abs(value))));
}

constexpr std::array<std::uint8_t, 64> kPlaceInZigZag = [] {
  std::array<std::uint8_t, 64> places{};
  for (std::size_t i = 0; i < kZigZag.size(); ++i) places[kZigZag[i]] = static_cast<std::uint8_t>(i);
  return places;
}();

/// Bit i: whether the coefficient that is coded at place i is not 0. Most are, so four are passed over at a time.
std::uint64_t placesOfNonZero(const Coefficients& block) {
  std::uint64_t places = 0;
  for (std::size_t i = 0; i < block.size(); i += 4) {
    std::uint64_t four = 0;
    std::memcpy(&four, &block[i], sizeof four);
    if (four == 0) continue;
    for (std::size_t j = i; j < i + 4; ++j) places |= std::uint64_t{block[j] != 0} << kPlaceInZigZag[j];
  }
  return places;
}

}  // namespace

void BlockEncoder::copy(std::size_t begin, std::size_t end) {
  for (; end - begin >= 32; begin += 32) writer_.put(static_cast<std::uint32_t>(bits_.from(begin) >> 32), 32);
  const auto rest = static_cast<unsigned>(end - begin);
  if (rest > 0) writer_.put(static_cast<std::uint32_t>(bits_.from(begin) >> (64 - rest)), rest);
}

void BlockEncoder::putSymbol(const HuffmanTable& table, unsigned symbol, int value, unsigned bits) {
  const HuffmanTable::Code code = table.codeOf(symbol);
  lacksCode_ |= code.length == 0;
  const auto extra = static_cast<std::uint32_t>(value < 0 ? value + (1 << bits) - 1 : value);
  writer_.put(static_cast<std::uint32_t>(code.bits) << bits | extra, code.length + bits);
}

void BlockEncoder::writeFirst(int value, std::size_t component, std::int32_t& prediction) {
  const int difference = value - prediction;
  prediction = value;
  putSymbol(header_.dc(component), bitsOf(difference), difference, bitsOf(difference));
}

void BlockEncoder::write(const Coefficients& block, std::size_t component, std::int32_t& prediction) {
  writeFirst(block[0], component, prediction);
  const HuffmanTable& table = header_.ac(component);
  unsigned last = 0;
  for (std::uint64_t left = placesOfNonZero(block) & ~std::uint64_t{1}; left != 0; left &= left - 1) {
    const auto place = static_cast<unsigned>(std::countr_zero(left));
    unsigned zeros = place - last - 1;
    for (; zeros > 15; zeros -= 16) putSymbol(table, kZeroRun, 0, 0);
    const int value = block[kZigZag[place]];
    putSymbol(table, zeros << 4 | bitsOf(value), value, bitsOf(value));
    last = place;
  }
  if (last < block.size() - 1) putSymbol(table, kEndOfBlock, 0, 0);
}

}  // namespace facewire::image
