#pragma once

#include <cstdint>
#include <memory>
#include <opencv2/core/types.hpp>
#include <span>

#include "facewire/base/bytes.hpp"
#include "facewire/base/result.hpp"

namespace facewire::image {

/// A colour JPEG as its quantised coefficients, by libjpeg. Confined to one thread.
class CoefficientFile {
 public:
  CoefficientFile();
  ~CoefficientFile();
  CoefficientFile(CoefficientFile&&) noexcept;

  /// False where the picture is not what JpegRetoucher takes. The bytes must outlive `write`.
  bool open(ByteView jpeg, int quality);

  /// Pixels that one sample of chroma stands for: 1 or 2 in each direction.
  cv::Size chromaStep() const;

  /// The quantisation steps of component 0 (luma) to 2, in natural order; none is 0.
  std::span<const std::uint16_t, 64> steps(int component) const;

  /// The coefficients of one block, in natural order, to read and to change. Precondition: the picture or what pads it
  /// to whole units has the block.
  std::span<std::int16_t, 64> block(int component, int column, int row);

  /// Codes all blocks. The view is valid until the next `open` or `write`. Errors: `internal`.
  Result<ByteView> write();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace facewire::image
