#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "facewire/vision/scan_grid.hpp"

namespace facewire::tracking {

/// The full scan spread over many frames. A cycle of kFrames is a coarse one: every second layer at every second pixel,
/// which meets nearly each face that the full scan finds with a window or more; the next ones try the other layers and
/// pixels, and after kCycles of them all of the full scan's windows were tried. About equally many windows a frame:
/// bands of layers, cut between rows. Confined to one thread.
class ScanCycle {
 public:
  /// Of the ten frames within which a face is to be shown: the others are for seeds that wait, and for a face that the
  /// full scan itself finds only on some frames.
  static constexpr std::size_t kFrames = 5;
  static constexpr std::size_t kCycles = 8;

  ScanCycle() = default;
  explicit ScanCycle(std::span<const vision::ScanLayer> layers);

  /// The next frame's parts, until it is called again; the layers' indices are those of the constructor.
  const std::vector<vision::ScanPart>& next();

 private:
  void plan();

  std::vector<vision::ScanLayer> layers_;  // constant after construction
  std::vector<std::vector<vision::ScanPart>> frames_ = std::vector<std::vector<vision::ScanPart>>(kFrames);
  std::size_t cycle_ = 0;
  std::size_t frame_ = 0;
};

}  // namespace facewire::tracking
