#pragma once

#include <array>
#include <cstdint>
#include <opencv2/core/types.hpp>

#include "facewire/base/bytes.hpp"
#include "huffman_table.hpp"

namespace facewire::image {

/// What stands before the coded data of a baseline JPEG in Y'CbCr with one scan. Keeps its Huffman tables from picture
/// to picture, for those that come again. Confined to one thread.
class BaselineHeader {
 public:
  static constexpr std::size_t kComponents = 3;
  using Steps = std::array<std::uint16_t, 64>;

  struct Component {
    int id = 0;
    std::size_t steps = 0;  ///< number of its quantisation table
    std::size_t dc = 0;     ///< number of its table of first coefficients
    std::size_t ac = 0;     ///< and of the others
  };

  /// False where the picture is of another kind, damaged, or brings not all of its tables.
  bool read(ByteView jpeg);

  cv::Size size() const { return size_; }
  /// Pixels that one sample of chroma stands for: 1 or 2 in each direction.
  cv::Size chromaStep() const { return chromaStep_; }
  /// Units (T.81's MCUs) between two restarts; 0 where there are none.
  std::size_t restartInterval() const { return restartInterval_; }
  /// Where the coded data begin.
  std::size_t dataBegin() const { return dataBegin_; }

  /// In natural order; none is 0. `component`: 0 (luma) to 2.
  const Steps& steps(std::size_t component) const { return steps_[components_[component].steps]; }
  const HuffmanTable& dc(std::size_t component) const { return dc_[components_[component].dc]; }
  const HuffmanTable& ac(std::size_t component) const { return ac_[components_[component].ac]; }

 private:
  bool readSegment(unsigned marker, ByteView segment);
  bool readQuantisation(ByteView segment);
  bool readHuffman(ByteView segment);
  bool readFrame(ByteView segment);
  bool readScan(ByteView segment);

  cv::Size size_;
  cv::Size chromaStep_;
  std::size_t restartInterval_ = 0;
  std::size_t dataBegin_ = 0;
  bool hasFrame_ = false;
  std::array<Component, kComponents> components_{};
  std::array<Steps, 4> steps_{};
  std::array<bool, 4> hasSteps_{};
  std::array<HuffmanTable, 2> dc_;
  std::array<HuffmanTable, 2> ac_;
  std::array<bool, 2> hasDc_{};
  std::array<bool, 2> hasAc_{};
};

/// Natural place of the coefficient that is coded at this one (T.81, figure A.6).
inline constexpr std::array<std::uint8_t, 64> kZigZag{0,  1,  8,  16, 9,  2,  3,  10, 17, 24, 32, 25, 18, 11, 4,  5,
                                                      12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6,  7,  14, 21, 28,
                                                      35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
                                                      58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63};

}  // namespace facewire::image
