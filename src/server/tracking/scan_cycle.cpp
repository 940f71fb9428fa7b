#include "facewire/tracking/scan_cycle.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace facewire::tracking {
namespace {

constexpr std::size_t kEveryLayer = 2;
constexpr int kStep = 2;

/// Frames from a part to the next. A face whose windows are in two of them is met twice in a cycle, and not on two
/// frames in a row.
constexpr std::size_t kStride = 2;
static_assert(std::gcd(kStride, ScanCycle::kFrames) == 1);

vision::ScanPart wholeOf(std::size_t index, const vision::ScanLayer& layer) {
  return {index, cv::Rect({}, layer.corners), kStep};
}

}  // namespace

ScanCycle::ScanCycle(std::span<const vision::ScanLayer> layers) {
  constexpr std::int64_t kParts = kFrames;
  std::int64_t total = 0;
  for (std::size_t i = 0; i < layers.size(); i += kEveryLayer) total += wholeOf(i, layers[i]).windows();
  std::int64_t before = 0;  // windows in all that is planned
  for (std::size_t i = 0; i < layers.size(); i += kEveryLayer) {
    const vision::ScanPart whole = wholeOf(i, layers[i]);
    const std::int64_t rowWindows = (whole.corners.width + kStep - 1) / kStep;
    for (int row = 0; row < whole.corners.height;) {
      const std::int64_t part = before * kParts / total;
      const std::int64_t left = (total * (part + 1) + kParts - 1) / kParts - before;
      const std::int64_t rows = std::max<std::int64_t>(1, (left + rowWindows - 1) / rowWindows);
      const int end = static_cast<int>(std::min<std::int64_t>(whole.corners.height, row + rows * kStep));
      const vision::ScanPart band{i, cv::Rect(0, row, whole.corners.width, end - row), kStep};
      frames_[static_cast<std::size_t>(part) * kStride % kFrames].push_back(band);
      before += band.windows();
      row = end;
    }
  }
}

const std::vector<vision::ScanPart>& ScanCycle::next() {
  frame_ = (frame_ + 1) % kFrames;
  return frames_[frame_];
}

}  // namespace facewire::tracking
