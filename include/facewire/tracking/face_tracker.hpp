#pragma once

#include <cstddef>
#include <cstdint>
#include <opencv2/core/types.hpp>
#include <span>
#include <tuple>
#include <vector>

namespace facewire::tracking {

using TrackId = std::int64_t;

/// Which face of a frame is which face of the frames before, by place and size alone: each track expects its face where
/// its last boxes lead, and the nearest pairs are matched first. Numbers count up from 1 and are never used again.
/// Confined to one thread.
class FaceTracker {
 public:
  /// A face that is not found in so many frames in a row has left; up to there it keeps its track.
  static constexpr int kMaxMissed = 10;

  /// Takes the next frame's boxes. The track of each, in their order; no two share one. Valid until the next call.
  const std::vector<TrackId>& follow(std::span<const cv::Rect> boxes);

  /// Ends all tracks: the next frame has nothing to do with the last.
  void cut() { tracks_.clear(); }

  bool isAlive(TrackId id) const;

  /// Where the next frame's faces should be. They take the place of what was in `boxes`.
  void expected(std::vector<cv::Rect>& boxes) const;

 private:
  struct Track {
    TrackId id;
    cv::Point2d centre;  ///< where it was found, or expected in the frames since
    cv::Point2d step;    ///< from frame to frame
    double size;         ///< mean of width and height
    int missed = 0;

    cv::Point2d expected() const { return centre + step; }
  };

  std::vector<Track> tracks_;
  TrackId next_ = 1;
  // Of the last frame: they keep their memory for the next.
  std::vector<std::tuple<double, std::size_t, std::size_t>> pairs_;  ///< cost, track, box
  std::vector<TrackId> ids_;                                         ///< of each box
  std::vector<bool> found_;                                          ///< of each track
};

}  // namespace facewire::tracking
