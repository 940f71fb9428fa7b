#include "facewire/tracking/tracked_faces.hpp"

#include <utility>

namespace facewire::tracking {

std::vector<vision::DetectedFace> TrackedFaces::find(const vision::Picture& picture, vision::FaceFinder& finder) {
  SearchBuffers buffers;
  find(picture, finder, buffers);
  return std::move(buffers.faces);
}

void TrackedFaces::find(const vision::Picture& picture, vision::FaceFinder& finder, SearchBuffers& buffers) {
  const bool newScene = scene_.beginsScene(picture.grey);
  if (newScene) tracker_.cut();
  if (how_ == Search::full) {
    buffers.faces = finder.detect(picture);
    return;
  }
  tracker_.expected(boxes_);
  if (vision::YuNet* const network = finder.yunet()) {
    const cv::Mat& searched = picture.best(true);
    buffers.faces = newScene ? networkSearch_.findAnywhere(*network, searched)
                             : networkSearch_.findNear(*network, searched, boxes_);
    return;
  }
  vision::FaceDetector& haar = *finder.haar();
  if (newScene) {
    buffers.boxes = search_.findAnywhere(haar, picture.grey);
  } else {
    search_.findNear(haar, picture.grey, boxes_, buffers);
  }
  vision::asFaces(buffers.boxes, buffers.faces);
}

const std::vector<TrackId>& TrackedFaces::follow(std::span<const vision::DetectedFace> faces,
                                                 const std::shared_ptr<const gallery::GallerySnapshot>& gallery) {
  vision::boxesOf(faces, boxes_);
  const std::vector<TrackId>& tracks = tracker_.follow(boxes_);
  std::erase_if(votes_, [this](const auto& entry) { return !tracker_.isAlive(entry.first); });
  if (gallery_.lock() != gallery) {
    votes_.clear();
    gallery_ = gallery;
  }
  return tracks;
}

}  // namespace facewire::tracking
