#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace facewire::image {

/// Appends bits, the first one highest, with a zero byte after each FF (ITU T.81, F.1.2.3). Confined to one thread.
class CodedWriter {
 public:
  /// Writes over what `out` holds, which grows as needed and is never made smaller.
  explicit CodedWriter(std::vector<std::uint8_t>& out) : out_(out) {}

  /// The lowest `count` bits, at most 32, of which the rest is 0.
  void put(std::uint32_t bits, unsigned count) {
    pending_ = pending_ << count | bits;
    pendingCount_ += count;
    if (pendingCount_ < 32) return;
    pendingCount_ -= 32;
    putWord(static_cast<std::uint32_t>(pending_ >> pendingCount_));
  }

  /// Fills the last byte with ones.
  void alignToByte() {
    if (pendingCount_ % 8 > 0) put((1U << (8 - pendingCount_ % 8)) - 1, 8 - pendingCount_ % 8);
    reserve();
    while (pendingCount_ > 0) {
      pendingCount_ -= 8;
      putByte(static_cast<std::uint8_t>(pending_ >> pendingCount_));
    }
  }

  /// Bytes as they are. Precondition: aligned.
  void putRaw(const void* bytes, std::size_t count) {
    if (count == 0) return;
    if (out_.size() - used_ < count) out_.resize(2 * out_.size() + count);
    std::memcpy(out_.data() + used_, bytes, count);
    used_ += count;
  }

  std::size_t used() const { return used_; }

 private:
  static constexpr std::size_t kMostAtOnce = 8;

  void reserve() {
    if (out_.size() - used_ < kMostAtOnce) out_.resize(2 * out_.size() + kMostAtOnce);
  }

  void putByte(std::uint8_t byte) {
    out_[used_++] = byte;
    if (byte == 0xFF) out_[used_++] = 0;
  }

  void putWord(std::uint32_t word) {
    reserve();
    constexpr std::uint32_t kHighBits = 0x80808080U;
    const bool mayHaveFf = ((~word - 0x01010101U) & word & kHighBits) != 0;
    if (mayHaveFf) {
      for (int shift = 24; shift >= 0; shift -= 8) putByte(static_cast<std::uint8_t>(word >> shift));
      return;
    }
    if constexpr (std::endian::native == std::endian::little) word = __builtin_bswap32(word);
    std::memcpy(out_.data() + used_, &word, sizeof word);
    used_ += sizeof word;
  }

  std::vector<std::uint8_t>& out_;
  std::size_t used_ = 0;
  std::uint64_t pending_ = 0;
  unsigned pendingCount_ = 0;
};

}  // namespace facewire::image
