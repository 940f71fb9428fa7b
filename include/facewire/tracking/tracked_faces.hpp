#pragma once

#include <map>
#include <memory>
#include <span>
#include <vector>

#include "facewire/gallery/gallery.hpp"
#include "facewire/tracking/face_tracker.hpp"
#include "facewire/tracking/identity_vote.hpp"
#include "facewire/tracking/scene_watch.hpp"
#include "facewire/tracking/video_search.hpp"

namespace facewire::tracking {

/// How a connection's frames are searched.
enum class Search {
  spread,  ///< as VideoSearch does; the first frame of a scene fully
  full     ///< every frame fully
};

/// The faces of one connection from frame to frame: where to search them, their tracks, and for each track the votes on
/// who it is. Small: some hundred bytes a face in the picture. Confined to one thread.
class TrackedFaces {
 public:
  explicit TrackedFaces(Search search = Search::spread) : how_(search) {}

  /// Takes the next frame (CV_8UC1). Its faces, as `detector` gives them. A new scene ends all tracks.
  std::vector<cv::Rect> find(const cv::Mat& grey, vision::FaceDetector& detector);

  /// Takes the boxes that `find` gave. The track of each, in their order. A gallery that is not the last frame's
  /// empties all votes, so that a change of people counts from this frame on.
  std::vector<TrackId> follow(std::span<const cv::Rect> boxes,
                              const std::shared_ptr<const gallery::GallerySnapshot>& gallery);

  /// Windows that `find` tried in the last frame.
  std::int64_t windows() const { return search_.windows(); }

  /// The votes on a face of the last frame.
  IdentityVote& voteOf(TrackId track) { return votes_[track]; }

 private:
  Search how_;
  SceneWatch scene_;
  VideoSearch search_;
  FaceTracker tracker_;
  std::map<TrackId, IdentityVote> votes_;
  std::weak_ptr<const gallery::GallerySnapshot> gallery_;  ///< of the last frame; weak, so that the removed are freed
};

}  // namespace facewire::tracking
