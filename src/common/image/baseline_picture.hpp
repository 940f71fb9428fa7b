#pragma once

#include <array>
#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <span>
#include <vector>

#include "baseline_header.hpp"
#include "block_encoder.hpp"
#include "coded_data.hpp"
#include "facewire/base/bytes.hpp"

namespace facewire::image {

/// A baseline JPEG in Y'CbCr as its units (T.81's MCUs): up to four blocks of luma and one of each chroma. Reading the
/// luma notes where in the data each unit stands, so that single ones can be read and written again. Confined to one
/// thread; keeps its memory from picture to picture.
class BaselinePicture {
 public:
  /// The blocks of one unit, in the order in which they are coded: luma in reading order, then both chromas. Natural
  /// order of coefficients.
  struct Unit {
    std::array<Coefficients, 6> blocks{};
  };

  /// A unit that is to be written otherwise than it was read.
  struct Change {
    std::size_t unit = 0;
    const Unit* now = nullptr;
  };

  /// False where the picture is of another kind or its header is damaged. The bytes must outlive all further calls.
  bool open(ByteView jpeg);

  /// Writes the luma into `grey` (CV_8UC1, the picture's size), as libjpeg's accurate integer transform has it. False
  /// where the data are damaged in any way. Comes before what follows.
  bool readLuma(cv::Mat& grey);

  const BaselineHeader& header() const { return header_; }
  cv::Size units() const { return units_; }
  std::size_t lumaBlocks() const { return static_cast<std::size_t>(header_.chromaStep().area()); }

  /// Precondition: below units().area().
  void readUnit(std::size_t number, Unit& unit) const;

  /// Writes the JPEG with these units changed over what `out` holds, and says how long it is; all other units keep
  /// their very bits. `changes`: by ascending number. Nothing where the picture's own Huffman tables lack a code for
  /// what is new.
  std::optional<std::size_t> write(std::span<const Change> changes, std::vector<std::uint8_t>& out) const;

 private:
  using Predictions = std::array<std::int32_t, BaselineHeader::kComponents>;

  /// Where a unit begins, and the first coefficients of the blocks before it, from which its own are told.
  struct Place {
    std::size_t bit = 0;
    Predictions before{};
  };

  void writeLuma(const Coefficients& block, int count, cv::Point at, cv::Mat& grey) const;
  std::size_t unitsInPart() const;
  std::size_t componentOf(std::size_t block) const { return block < lumaBlocks() ? 0 : block - lumaBlocks() + 1; }
  void copyAfterChange(std::size_t number, Predictions before, BlockEncoder& encoder) const;
  void writePart(std::size_t part, std::span<const Change> changes, BlockEncoder& encoder) const;

  ByteView jpeg_;
  BaselineHeader header_;
  CodedData data_;
  cv::Size units_;
  std::vector<Place> places_;      ///< of the units
  std::vector<std::size_t> ends_;  ///< in bits, of the last unit of each part
};

}  // namespace facewire::image
