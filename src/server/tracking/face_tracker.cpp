#include "facewire/tracking/face_tracker.hpp"

#include <algorithm>
#include <cmath>

namespace facewire::tracking {
namespace {

/// How far from where it was expected a face may be, in sizes of the face. Haar's boxes jump by a tenth; heads that
/// nod or come at five frames a second go farther.
constexpr double kReach = 0.6;

/// The same face's boxes of one frame and the next differ less than this in size.
constexpr double kMaxSizeRatio = 1.6;

/// Share of a newly seen step in the expected one: boxes tremble.
constexpr double kStepWeight = 0.4;

/// Share of its step that a face keeps in each frame in which it was not found.
constexpr double kStepDecay = 0.9;

cv::Point2d centreOf(const cv::Rect& box) {
  return {box.x + box.width / 2.0, box.y + box.height / 2.0};
}
double sizeOf(const cv::Rect& box) {
  return (box.width + box.height) / 2.0;
}

}  // namespace

bool FaceTracker::isAlive(TrackId id) const {
  return std::ranges::find(tracks_, id, &Track::id) != tracks_.end();
}

void FaceTracker::expected(std::vector<cv::Rect>& boxes) const {
  boxes.clear();
  for (const Track& track : tracks_) {
    const cv::Point2d corner = track.expected() - cv::Point2d(track.size, track.size) / 2.0;
    boxes.emplace_back(cvRound(corner.x), cvRound(corner.y), cvRound(track.size), cvRound(track.size));
  }
}

const std::vector<TrackId>& FaceTracker::follow(std::span<const cv::Rect> boxes) {
  pairs_.clear();
  for (std::size_t t = 0; t < tracks_.size(); ++t) {
    const Track& track = tracks_[t];
    for (std::size_t b = 0; b < boxes.size(); ++b) {
      const double size = sizeOf(boxes[b]);
      const double ratio = std::max(size, track.size) / std::max(1.0, std::min(size, track.size));
      if (ratio > kMaxSizeRatio) continue;
      const double distance = cv::norm(centreOf(boxes[b]) - track.expected()) / ((size + track.size) / 2.0);
      if (distance > kReach) continue;
      pairs_.emplace_back(distance + std::log(ratio), t, b);
    }
  }
  std::ranges::sort(pairs_);

  constexpr TrackId kNone = 0;
  ids_.assign(boxes.size(), kNone);
  found_.assign(tracks_.size(), false);
  for (const auto& [cost, t, b] : pairs_) {
    if (found_[t] || ids_[b] != kNone) continue;
    Track& track = tracks_[t];
    found_[t] = true;
    ids_[b] = track.id;
    const cv::Point2d centre = centreOf(boxes[b]);
    track.step += (centre - track.expected()) * (kStepWeight / (track.missed + 1));
    track.centre = centre;
    track.size = sizeOf(boxes[b]);
    track.missed = 0;
  }
  for (std::size_t t = 0; t < found_.size(); ++t) {
    if (found_[t]) continue;
    Track& track = tracks_[t];
    track.centre = track.expected();
    track.step *= kStepDecay;
    ++track.missed;
  }
  std::erase_if(tracks_, [](const Track& track) { return track.missed > kMaxMissed; });
  for (std::size_t b = 0; b < boxes.size(); ++b) {
    if (ids_[b] != kNone) continue;
    ids_[b] = next_++;
    tracks_.push_back({ids_[b], centreOf(boxes[b]), {}, sizeOf(boxes[b])});
  }
  return ids_;
}

}  // namespace facewire::tracking
