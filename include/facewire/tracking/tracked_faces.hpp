#pragma once

#include <map>
#include <memory>
#include <span>
#include <vector>

#include "facewire/gallery/gallery.hpp"
#include "facewire/tracking/face_tracker.hpp"
#include "facewire/tracking/identity_vote.hpp"
#include "facewire/tracking/network_search.hpp"
#include "facewire/tracking/scene_watch.hpp"
#include "facewire/tracking/video_search.hpp"
#include "facewire/vision/face_finder.hpp"

namespace facewire::tracking {

/// How a connection's frames are searched.
enum class Search {
  spread,  ///< as VideoSearch or NetworkSearch does; the first frame of a scene fully
  full     ///< every frame fully
};

/// The faces of one connection from frame to frame: where to search them, their tracks, and for each track the votes on
/// who it is. Small: some hundred bytes a face in the picture. Confined to one thread.
class TrackedFaces {
 public:
  explicit TrackedFaces(Search search = Search::spread, Rest rest = {}) : how_(search), rest_(rest) {}

  /// Takes the next frame. Its faces, as `finder` gives them. A new scene ends all tracks.
  std::vector<vision::DetectedFace> find(const vision::Picture& picture, vision::FaceFinder& finder);
  /// The same in `buffers.faces`.
  void find(const vision::Picture& picture, vision::FaceFinder& finder, SearchBuffers& buffers);

  /// Takes the faces that `find` gave. The track of each, in their order; valid until the next call. A gallery that is
  /// not the last frame's empties all votes, so that a change of people counts from this frame on.
  const std::vector<TrackId>& follow(std::span<const vision::DetectedFace> faces,
                                     const std::shared_ptr<const gallery::GallerySnapshot>& gallery);

  /// Windows that `find` tried in the last frame, where the cascade did.
  std::int64_t windows() const { return search_.windows(); }

  /// The votes on a face of the last frame.
  IdentityVote& voteOf(TrackId track) { return votes_.try_emplace(track, rest_).first->second; }

 private:
  Search how_;
  Rest rest_;
  SceneWatch scene_;
  VideoSearch search_;
  NetworkSearch networkSearch_;
  FaceTracker tracker_;
  std::vector<cv::Rect> boxes_;  ///< of the last frame's faces, or where the next one's should be
  std::map<TrackId, IdentityVote> votes_;
  std::weak_ptr<const gallery::GallerySnapshot> gallery_;  ///< of the last frame; weak, so that the removed are freed
};

}  // namespace facewire::tracking
