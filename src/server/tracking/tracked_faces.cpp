#include "facewire/tracking/tracked_faces.hpp"

namespace facewire::tracking {

std::vector<vision::DetectedFace> TrackedFaces::find(const vision::Picture& picture, vision::FaceFinder& finder) {
  const bool newScene = scene_.beginsScene(picture.grey);
  if (newScene) tracker_.cut();
  if (how_ == Search::full) return finder.detect(picture);
  if (vision::YuNet* const network = finder.yunet()) {
    const cv::Mat& searched = picture.best(true);
    return newScene ? networkSearch_.findAnywhere(*network, searched)
                    : networkSearch_.findNear(*network, searched, tracker_.expected());
  }
  vision::FaceDetector& haar = *finder.haar();
  return vision::asFaces(newScene ? search_.findAnywhere(haar, picture.grey)
                                  : search_.findNear(haar, picture.grey, tracker_.expected()));
}

std::vector<TrackId> TrackedFaces::follow(std::span<const vision::DetectedFace> faces,
                                          const std::shared_ptr<const gallery::GallerySnapshot>& gallery) {
  std::vector<TrackId> tracks = tracker_.follow(vision::boxesOf(faces));
  std::erase_if(votes_, [this](const auto& entry) { return !tracker_.isAlive(entry.first); });
  if (gallery_.lock() != gallery) {
    votes_.clear();
    gallery_ = gallery;
  }
  return tracks;
}

}  // namespace facewire::tracking
