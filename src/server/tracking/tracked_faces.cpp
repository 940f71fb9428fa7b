#include "facewire/tracking/tracked_faces.hpp"

namespace facewire::tracking {

std::vector<cv::Rect> TrackedFaces::find(const cv::Mat& grey, vision::FaceDetector& detector) {
  const bool newScene = scene_.beginsScene(grey);
  if (newScene) tracker_.cut();
  if (how_ == Search::full) return detector.detect(grey);
  return newScene ? search_.findAnywhere(detector, grey) : search_.findNear(detector, grey, tracker_.expected());
}

std::vector<TrackId> TrackedFaces::follow(std::span<const cv::Rect> boxes,
                                          const std::shared_ptr<const gallery::GallerySnapshot>& gallery) {
  std::vector<TrackId> tracks = tracker_.follow(boxes);
  std::erase_if(votes_, [this](const auto& entry) { return !tracker_.isAlive(entry.first); });
  if (gallery_.lock() != gallery) {
    votes_.clear();
    gallery_ = gallery;
  }
  return tracks;
}

}  // namespace facewire::tracking
