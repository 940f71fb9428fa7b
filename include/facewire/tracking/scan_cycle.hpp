#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "facewire/vision/scan_grid.hpp"

namespace facewire::tracking {

/// The full scan spread over kFrames frames, more coarsely: every second layer, at every second pixel, which meets each
/// face that the full scan finds with a window or more. About equally many windows a frame: bands of layers, cut
/// between rows. Confined to one thread.
class ScanCycle {
 public:
  /// Of the ten frames within which a face is to be shown: the others are for seeds that wait, and for a face that the
  /// full scan itself finds only on some frames.
  static constexpr std::size_t kFrames = 5;

  ScanCycle() = default;
  explicit ScanCycle(std::span<const vision::ScanLayer> layers);

  /// The next frame's parts; the layers' indices are those of the constructor.
  const std::vector<vision::ScanPart>& next();

 private:
  std::vector<std::vector<vision::ScanPart>> frames_ = std::vector<std::vector<vision::ScanPart>>(kFrames);
  std::size_t frame_ = 0;
};

}  // namespace facewire::tracking
