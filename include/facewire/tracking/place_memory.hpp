#pragma once

#include <opencv2/core/types.hpp>
#include <span>
#include <vector>

#include "facewire/vision/window_groups.hpp"

namespace facewire::tracking {

/// Whether `other` is of about the size of `place` and lies over it: what is searched around the one meets the other.
bool isAbout(const cv::Rect& place, const cv::Rect& other);

/// The same in two steps: whether it is of about the size, and where its middle must be.
bool isAlikeInSize(const cv::Rect& place, cv::Size other);
cv::Rect2d reachOf(const cv::Rect& place);

/// Where faces were, or nearly were, a moment ago: people look away and back, and what makes just too few windows for a
/// face on one frame makes enough of them on another. The more windows, the longer a place is remembered, for some
/// seconds at most. Confined to one thread.
class PlaceMemory {
 public:
  /// At most so many: each is looked at on every frame.
  static constexpr std::size_t kPlaces = 16;

  struct Place {
    cv::Rect box;
    int framesLeft;
  };

  /// Takes all windows that passed on a frame.
  void take(std::span<const vision::Window> windows);
  void take(std::span<const vision::Window> windows, vision::WindowGrouper& grouper);

  void clear() { places_.clear(); }

  /// The latest first.
  const std::vector<Place>& places() const { return places_; }

 private:
  std::vector<Place> places_;
};

}  // namespace facewire::tracking
