#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "stump_cascade.hpp"

namespace facewire::vision {

/// How a layer's integral images lie in memory: rows `stride` numbers apart. Where every second window is looked at,
/// the even columns come first and the odd ones half a row later, so that windows that are neighbours in the search are
/// neighbours in memory.
struct LayerLayout {
  std::size_t stride = 0;
  bool halved = false;

  std::size_t columnOf(std::size_t x) const { return halved ? x / 2 + (x % 2) * (stride / 2) : x; }
  std::int32_t offsetOf(std::size_t x, std::size_t y) const {
    return static_cast<std::int32_t>(y * stride + columnOf(x));
  }
  bool operator==(const LayerLayout&) const = default;
};

/// One stage, its stumps sorted by shape, their leaves as whole numbers. The order of adds does not matter to whole
/// numbers; where rounding the leaves might matter, between `surelyFails` and `surelyPasses`, passesExactly() decides.
struct ScanStage {
  const std::int32_t* words = nullptr;  ///< per stump: its corners' offsets, the threshold's bits, left less right
  std::array<std::int32_t, kStumpShapes> counts{};
  std::int32_t base = 0;          ///< the sum were every leaf a right one
  std::int32_t surelyFails = 0;   ///< sums below
  std::int32_t surelyPasses = 0;  ///< sums above
};

/// Which windows show too little to be looked at, and how the others' values are normalised: by the deviation in the
/// window less its border.
struct ScanVariance {
  std::array<std::int32_t, 4> offsets{};  ///< of the corners, signs + - - +
  double area = 0;
  float flat = 0;       ///< area^2 times variance: below this surely too little, in float arithmetic
  float normLimit = 0;  ///< norms from this on are those of windows with too little
};

/// A cascade made ready for one layout.
class ScanProgramme {
 public:
  /// Does nothing where it is ready for them already.
  void prepare(const StumpCascade& cascade, LayerLayout layout);

  const std::vector<ScanStage>& stages() const { return stages_; }
  const ScanVariance& variance() const { return variance_; }

  /// As OpenCV reckons: the leaves added one after the other. `window`: its upper left point in the integral image.
  bool passesExactly(std::size_t stage, const std::int32_t* window, float norm) const;

 private:
  void addStage(const CascadeStage& stage);

  std::shared_ptr<const std::vector<CascadeStage>> exact_;
  LayerLayout layout_;
  std::vector<std::int32_t> words_;
  std::vector<ScanStage> stages_;
  ScanVariance variance_;
};

}  // namespace facewire::vision
