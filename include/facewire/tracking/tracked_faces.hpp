#pragma once

#include <map>
#include <memory>
#include <span>
#include <vector>

#include "facewire/gallery/gallery.hpp"
#include "facewire/tracking/face_tracker.hpp"
#include "facewire/tracking/identity_vote.hpp"
#include "facewire/tracking/scene_watch.hpp"

namespace facewire::tracking {

/// The faces of one connection from frame to frame: their tracks, and for each track the votes on who it is. Small:
/// some hundred bytes a face in the picture. Confined to one thread.
class TrackedFaces {
 public:
  /// Takes the next frame (8-bit grey) and its faces. The track of each, in their order. A new scene ends all tracks; a
  /// gallery that is not the last frame's empties all votes, so that a change of people counts from this frame on.
  std::vector<TrackId> follow(const cv::Mat& grey, std::span<const cv::Rect> boxes,
                              const std::shared_ptr<const gallery::GallerySnapshot>& gallery);

  /// The votes on a face of the last frame.
  IdentityVote& voteOf(TrackId track) { return votes_[track]; }

 private:
  SceneWatch scene_;
  FaceTracker tracker_;
  std::map<TrackId, IdentityVote> votes_;
  std::weak_ptr<const gallery::GallerySnapshot> gallery_;  ///< of the last frame; weak, so that the removed are freed
};

}  // namespace facewire::tracking
