#include "facewire/tracking/scan_cycle.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>

namespace facewire::tracking {
namespace {

constexpr std::size_t kEveryLayer = 2;
constexpr int kStep = 2;
const cv::Size kSteps(kStep, kStep);

/// Frames from a part to the next. A face whose windows are in two of them is met twice in a cycle, and not on two
/// frames in a row.
constexpr std::size_t kStride = 2;
static_assert(std::gcd(kStride, ScanCycle::kFrames) == 1);

/// Which of four neighbouring pixels is tried, from cycle to cycle of the same layers: opposite ones first.
constexpr int kPixels = 4;
const std::array<cv::Point, kPixels> kCorners{cv::Point(0, 0), cv::Point(1, 1), cv::Point(0, 1), cv::Point(1, 0)};
static_assert(kEveryLayer * kPixels == ScanCycle::kCycles);

vision::ScanPart wholeOf(std::size_t index, const vision::ScanLayer& layer) {
  return {index, cv::Rect({}, layer.corners), kSteps};
}

}  // namespace

ScanCycle::ScanCycle(std::span<const vision::ScanLayer> layers) : layers_(layers.begin(), layers.end()) {
  plan();
}

/// About equally many windows in each of kFrames parts.
void ScanCycle::plan() {
  constexpr std::int64_t kParts = kFrames;
  for (auto& parts : frames_) parts.clear();
  const std::size_t first = cycle_ % kEveryLayer;
  const cv::Point corner = kCorners[cycle_ / kEveryLayer];
  std::int64_t total = 0;
  for (std::size_t i = first; i < layers_.size(); i += kEveryLayer) total += wholeOf(i, layers_[i]).windows();
  std::int64_t before = 0;  // windows in all that is planned
  for (std::size_t i = first; i < layers_.size(); i += kEveryLayer) {
    const vision::ScanPart whole = wholeOf(i, layers_[i]);
    const std::int64_t rowWindows = (whole.corners.width + kStep - 1) / kStep;
    for (int row = 0; row < whole.corners.height;) {
      const std::int64_t part = before * kParts / total;
      const std::int64_t left = (total * (part + 1) + kParts - 1) / kParts - before;
      const std::int64_t rows = std::max<std::int64_t>(1, (left + rowWindows - 1) / rowWindows);
      const int end = static_cast<int>(std::min<std::int64_t>(whole.corners.height, row + rows * kStep));
      const vision::ScanPart band{i, cv::Rect(0, row, whole.corners.width, end - row), kSteps};
      before += band.windows();
      row = end;
      // Where the full scan itself tries every second pixel only, there is no other than the first.
      const cv::Point shift = layers_[i].step == kStep ? cv::Point() : corner;
      if (shift.x >= band.corners.width || shift.y >= band.corners.height) continue;
      const cv::Rect shifted(band.corners.tl() + shift, band.corners.br());
      frames_[static_cast<std::size_t>(part) * kStride % kFrames].push_back({i, shifted, kSteps});
    }
  }
}

const std::vector<vision::ScanPart>& ScanCycle::next() {
  if (frame_ == kFrames) {
    frame_ = 0;
    cycle_ = (cycle_ + 1) % kCycles;
    plan();
  }
  return frames_[frame_++];
}

}  // namespace facewire::tracking
