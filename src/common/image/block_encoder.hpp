#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "baseline_header.hpp"
#include "bit_reader.hpp"
#include "block_decoder.hpp"
#include "coded_writer.hpp"

namespace facewire::image {

/// Writes the blocks of a baseline scan by the picture's own Huffman tables (ITU T.81, F.1.2), and copies what stays as
/// it was. Confined to one thread.
class BlockEncoder {
 public:
  /// `bytes`: CodedData's. All must outlive this; writes over what `out` holds.
  BlockEncoder(const BaselineHeader& header, const std::uint8_t* bytes, std::vector<std::uint8_t>& out)
      : header_(header), bits_(bytes), writer_(out) {}

  CodedWriter& writer() { return writer_; }

  /// Whether the tables had no code for something, so that what was written is of no use.
  bool lacksCode() const { return lacksCode_; }

  /// The bits from `begin` up to `end`.
  void copy(std::size_t begin, std::size_t end);

  /// `prediction`: the first coefficient of the component's last block, and then of this one.
  void writeFirst(int value, std::size_t component, std::int32_t& prediction);
  /// With all other coefficients.
  void write(const Coefficients& block, std::size_t component, std::int32_t& prediction);

 private:
  void putSymbol(const HuffmanTable& table, unsigned symbol, int value, unsigned bits);

  const BaselineHeader& header_;
  BitReader bits_;
  CodedWriter writer_;
  bool lacksCode_ = false;
};

}  // namespace facewire::image
