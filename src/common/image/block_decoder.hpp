#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "baseline_header.hpp"
#include "bit_reader.hpp"

namespace facewire::image {

/// Quantised, in natural order.
using Coefficients = std::array<std::int16_t, 64>;

/// Reads the blocks of a baseline scan one after another (ITU T.81, F.2.2). Confined to one thread.
class BlockDecoder {
 public:
  /// `bytes`: CodedData's; `at`: where to begin, in bits. Both must outlive this.
  BlockDecoder(const BaselineHeader& header, const std::uint8_t* bytes, std::size_t at)
      : header_(header), bits_(bytes), at_(at) {}

  std::size_t at() const { return at_; }

  /// Where in the last block what follows its first coefficient begins.
  std::size_t afterFirst() const { return afterFirst_; }

  /// The next block: how many coefficients there are up to the last that is not 0; 0 for what no encoder writes. Reads
  /// at most CodedData::kBitsBeyond bits, past the end of the data too, which the caller must see. `prediction`: the
  /// first coefficient of the component's last block, and then of this one. `block`: all 0; left alone unless kKeep.
  template <bool kKeep>
  int read(std::size_t component, std::int32_t& prediction, Coefficients* block) {
    std::uint64_t word = bits_.from(at_);
    const HuffmanTable::Symbol first = header_.dc(component).read(static_cast<std::uint32_t>(word >> 48));
    if (first.length == 0 || first.value > kMaxDcBits) return 0;
    if (first.value > 0) {
      prediction += valueOfBits(static_cast<unsigned>(word << first.length >> (64 - first.value)), first.value);
      if (std::abs(prediction) > (1 << kMaxDcBits)) return 0;
    }
    if constexpr (kKeep) (*block)[0] = static_cast<std::int16_t>(prediction);
    at_ += first.length + first.value;
    afterFirst_ = at_;
    word = bits_.from(at_);

    const HuffmanTable& table = header_.ac(component);
    unsigned last = 0;
    unsigned used = 0;
    for (unsigned place = 1; place < 64; ++place) {
      if (used > kBitsAtOnce - kMostBits) {
        at_ += used;
        word = bits_.from(at_);
        used = 0;
      }
      const HuffmanTable::Coefficient coefficient = table.readShort(word);
      unsigned length = coefficient.length;
      if (length != 0) {
        place += coefficient.zeros;
        if (place > 63) return 0;
        if constexpr (kKeep) (*block)[kZigZag[place]] = coefficient.value;
        last = place;
      } else {
        const HuffmanTable::Symbol symbol = table.read(static_cast<std::uint32_t>(word >> 48));
        const unsigned size = symbol.value & 15U;
        length = symbol.length + size;
        if (symbol.length == 0) return 0;
        if (size > 0) {
          place += symbol.value >> 4;
          if (place > 63 || size > kMaxAcBits) return 0;
          if constexpr (kKeep) {
            const auto bits = static_cast<unsigned>(word << symbol.length >> (64 - size));
            (*block)[kZigZag[place]] = static_cast<std::int16_t>(valueOfBits(bits, size));
          }
          last = place;
        } else if (symbol.value == kZeroRun) {
          place += 15;
        } else {
          used += length;
          break;
        }
      }
      used += length;
      word <<= length;
    }
    at_ += used;
    return static_cast<int>(last) + 1;
  }

 private:
  // Categories of 8-bit pictures (T.81, tables F.1 and F.2). Others would be damage.
  static constexpr unsigned kMaxDcBits = 11;
  static constexpr unsigned kMaxAcBits = 10;
  static constexpr unsigned kZeroRun = 0xF0;

  /// Of what BitReader gives, and of the longest coefficient.
  static constexpr unsigned kBitsAtOnce = 57;
  static constexpr unsigned kMostBits = 16 + kMaxAcBits;

  const BaselineHeader& header_;
  BitReader bits_;
  std::size_t at_;
  std::size_t afterFirst_ = 0;
};

}  // namespace facewire::image
