#include "scan_programme.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace facewire::vision {
namespace {

constexpr int kSumBits = 29;  // sums of leaves, and their differences, stay far from overflow

/// Leaves are scaled by a power of two, so that only rounding them loses anything.
double leafScale(const CascadeStage& stage) {
  double greatest = 0;
  for (const HaarStump& stump : stage.stumps) greatest += std::max(std::abs(stump.left), std::abs(stump.right));
  int exponent = 0;
  std::frexp(greatest, &exponent);
  return std::ldexp(1.0, kSumBits - exponent);
}

std::int32_t rounded(double value) {
  const double limit = std::ldexp(1.0, kSumBits + 1);
  return static_cast<std::int32_t>(std::clamp(std::nearbyint(value), -limit, limit));
}

/// The least norm at which OpenCV calls a window flat.
float leastFlatNorm(double area) {
  float norm = static_cast<float>(0.1 / area);
  while (area * norm < 0.1) norm = std::nextafter(norm, std::numeric_limits<float>::infinity());
  while (!(area * std::nextafter(norm, 0.0F) < 0.1)) norm = std::nextafter(norm, 0.0F);
  return norm;
}

std::int64_t valueAt(const HaarStump& stump, const std::int32_t* window, LayerLayout layout) {
  const auto p = [&](std::size_t corner) {
    // Sums wrap around in 32 bits; differences do too, and are right.
    const auto [x, y] = stump.corners[corner];
    return static_cast<std::uint32_t>(
        window[layout.offsetOf(static_cast<std::size_t>(x), static_cast<std::size_t>(y))]);
  };
  std::uint32_t value = 0;
  if (stump.shape == StumpShape::chequers) {
    value = p(0) + p(1) + p(2) + p(3) - 2 * (p(4) + p(5) + p(6) + p(7)) + 4 * p(8);
  } else {
    value = p(0) + p(1) - p(2) - p(3);
    if (stump.shape == StumpShape::edge)
      value += 2 * (p(4) - p(5));
    else
      value += (stump.shape == StumpShape::doubled ? 2 : 3) * (p(4) + p(5) - p(6) - p(7));
  }
  return static_cast<std::int32_t>(value);
}

}  // namespace

void ScanProgramme::prepare(const StumpCascade& cascade, LayerLayout layout) {
  if (exact_ == cascade.stages() && layout_ == layout) return;
  exact_ = cascade.stages();
  layout_ = layout;

  std::size_t words = 0;
  for (const CascadeStage& stage : *exact_)
    for (const HaarStump& stump : stage.stumps) words += cornersOf(stump.shape) + 2;
  words_.clear();
  words_.reserve(words);  // the stages point into them
  stages_.clear();
  for (const CascadeStage& stage : *exact_) addStage(stage);

  const auto right = static_cast<std::size_t>(cascade.window().width) - 1;
  const auto bottom = static_cast<std::size_t>(cascade.window().height) - 1;
  variance_.offsets = {layout.offsetOf(1, 1), layout.offsetOf(right, 1), layout.offsetOf(1, bottom),
                       layout.offsetOf(right, bottom)};
  variance_.area = static_cast<double>(right - 1) * static_cast<double>(bottom - 1);
  variance_.normLimit = leastFlatNorm(variance_.area);
  // Float arithmetic on the two terms, each at most area^2 * 255^2, errs by less than this.
  const double error = variance_.area * variance_.area * 255 * 255 * std::ldexp(1.0, -21);
  const double least = 1 / (static_cast<double>(variance_.normLimit) * static_cast<double>(variance_.normLimit));
  variance_.flat = static_cast<float>(least * 0.999 - error);
}

void ScanProgramme::addStage(const CascadeStage& stage) {
  ScanStage& to = stages_.emplace_back();
  to.words = words_.data() + words_.size();
  const double scale = leafScale(stage);
  double base = 0;
  for (std::size_t shape = 0; shape < kStumpShapes; ++shape) {
    for (const HaarStump& stump : stage.stumps) {
      if (static_cast<std::size_t>(stump.shape) != shape) continue;
      ++to.counts[shape];
      for (std::size_t i = 0; i < cornersOf(stump.shape); ++i) {
        const auto [x, y] = stump.corners[i];
        words_.push_back(layout_.offsetOf(static_cast<std::size_t>(x), static_cast<std::size_t>(y)));
      }
      words_.push_back(std::bit_cast<std::int32_t>(stump.threshold));
      const std::int32_t right = rounded(stump.right * scale);
      words_.push_back(rounded(stump.left * scale) - right);
      base += right;
    }
  }
  to.base = rounded(base);
  const double error = 0.5 * static_cast<double>(stage.stumps.size()) + 2;
  to.surelyFails = rounded(std::floor(stage.threshold * scale - error));
  to.surelyPasses = rounded(std::ceil(stage.threshold * scale + error));
}

bool ScanProgramme::passesExactly(std::size_t stage, const std::int32_t* window, float norm) const {
  const CascadeStage& exact = (*exact_)[stage];
  double sum = 0;
  for (const HaarStump& stump : exact.stumps) {
    const float value = static_cast<float>(valueAt(stump, window, layout_)) * norm;
    sum += value < stump.threshold ? stump.left : stump.right;
  }
  return !(sum < exact.threshold);
}

}  // namespace facewire::vision
