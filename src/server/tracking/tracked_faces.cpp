#include "facewire/tracking/tracked_faces.hpp"

namespace facewire::tracking {

std::vector<TrackId> TrackedFaces::follow(const cv::Mat& grey, std::span<const cv::Rect> boxes,
                                          const std::shared_ptr<const gallery::GallerySnapshot>& gallery) {
  if (scene_.beginsScene(grey)) tracker_.cut();
  std::vector<TrackId> tracks = tracker_.follow(boxes);
  std::erase_if(votes_, [this](const auto& entry) { return !tracker_.isAlive(entry.first); });
  if (gallery_.lock() != gallery) {
    votes_.clear();
    gallery_ = gallery;
  }
  return tracks;
}

}  // namespace facewire::tracking
