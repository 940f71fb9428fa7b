#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "facewire/base/bytes.hpp"

namespace facewire::image {

/// The coded data of a scan without the zero bytes that stand after FF, and without restart markers: as bits.
/// Confined to one thread; keeps its memory.
class CodedData {
 public:
  /// From one restart to the next.
  struct Part {
    std::size_t begin = 0;  ///< in bits
    std::size_t end = 0;
    ByteView stuffed;  ///< as it stands in the JPEG, without the marker that ends it
  };

  /// How many bits behind the data may be asked for: a block is at most 64 codes of 16 bits with 16 more each.
  static constexpr std::size_t kBitsBeyond = 64 * 32;

  /// `jpeg` from the scan's first byte on. False where no end of image comes, or the restart markers are out of order.
  bool read(ByteView jpeg);

  const std::vector<Part>& parts() const { return parts_; }
  /// Readable for kBitsBeyond bits, and eight bytes, behind the last part.
  const std::uint8_t* bytes() const { return bytes_.data(); }

 private:
  std::vector<std::uint8_t> bytes_;
  std::vector<Part> parts_;
};

}  // namespace facewire::image
