#pragma once

#include <map>
#include <span>
#include <vector>

#include "eval_engine.hpp"
#include "facewire/tracking/tracked_faces.hpp"

namespace facewire::eval {

/// A face that was found in a frame, and what the frame alone says of it.
struct SeenFace {
  cv::Rect box;
  Answer answer;  ///< `tooSmall` where it was not compared
};

/// The faces of one frame and their tracks.
struct FollowedFaces {
  std::vector<vision::DetectedFace> faces;
  std::vector<tracking::TrackId> tracks;
};

/// Finds and names faces as a streaming connection of the server does: followed from frame to frame, named by the votes
/// of several. Frames may be searched ahead of being named. Confined to one thread.
class TrackedNames {
 public:
  TrackedNames(tracking::Search search, tracking::Rest rest) : faces_(search), rest_(rest) {}

  /// Takes the next frame.
  FollowedFaces find(const vision::Picture& picture, EvalEngine& engine);

  /// Takes what the next frame says of each face of `tracks`; who each of them is now, nobody for an unknown one.
  std::vector<std::optional<std::size_t>> name(std::span<const tracking::TrackId> tracks,
                                               std::span<const SeenFace> faces);

 private:
  tracking::TrackedFaces faces_;
  tracking::Rest rest_;
  std::map<tracking::TrackId, tracking::IdentityVote> votes_;
};

}  // namespace facewire::eval
