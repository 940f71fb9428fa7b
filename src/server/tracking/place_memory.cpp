#include "facewire/tracking/place_memory.hpp"

#include <algorithm>
#include <cmath>

namespace facewire::tracking {
namespace {

/// How far from a place another may be, in its sizes, and how much smaller and larger.
constexpr double kReach = 0.5;
constexpr double kSmallest = 0.66;
constexpr double kLargest = 1.5;

/// A single window is nothing: every picture has some.
constexpr int kLeastWindows = 2;

/// How long a place is remembered: frames for each window that it had, and at most.
constexpr int kFramesEach = 6;
constexpr int kMostFrames = 90;

}  // namespace

bool isAlikeInSize(const cv::Rect& place, cv::Size other) {
  const double ratio = static_cast<double>(other.width) / place.width;
  return ratio > kSmallest && ratio < kLargest;
}

cv::Rect2d reachOf(const cv::Rect& place) {
  const double reach = kReach * place.width;
  return {place.x + place.width / 2.0 - reach, place.y + place.height / 2.0 - reach, 2 * reach, 2 * reach};
}

bool isAbout(const cv::Rect& place, const cv::Rect& other) {
  const cv::Point2d middle(other.x + other.width / 2.0, other.y + other.height / 2.0);
  return isAlikeInSize(place, other.size()) && reachOf(place).contains(middle);
}

void PlaceMemory::take(std::span<const vision::Window> windows) {
  vision::WindowGrouper grouper;
  take(windows, grouper);
}

void PlaceMemory::take(std::span<const vision::Window> windows, vision::WindowGrouper& grouper) {
  for (Place& place : places_) --place.framesLeft;
  for (const vision::Window& group : grouper.group(windows, 0)) {
    if (group.weight < kLeastWindows) continue;
    std::erase_if(places_, [&](const Place& place) { return isAbout(place.box, group.box); });
    places_.insert(places_.begin(), {group.box, std::min(kMostFrames, kFramesEach * group.weight)});
  }
  std::erase_if(places_, [](const Place& place) { return place.framesLeft <= 0; });
  if (places_.size() > kPlaces) places_.resize(kPlaces);
}

}  // namespace facewire::tracking
