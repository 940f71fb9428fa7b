#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "facewire/gallery/gallery.hpp"
#include "facewire/sightings/sighting_book.hpp"
#include "facewire/tracking/face_tracker.hpp"
#include "facewire/tracking/identity_vote.hpp"

namespace facewire::service {

struct FaceComparison;

/// Tells the book of sightings whom one stream's frames show. Confined to one thread.
class FaceWatch {
 public:
  explicit FaceWatch(std::unique_ptr<sightings::SightingStream> stream) : stream_(std::move(stream)) {}

  /// Forgets what was added of a frame that was not ended.
  void beginFrame() { faces_.clear(); }

  /// Takes a face of the frame in work: what its track's votes say, and the comparison; null where the track rests. A
  /// known stranger counts as somebody unknown.
  void add(tracking::TrackId track, const tracking::IdentityVote::Verdict& verdict, bool isSteady,
           const gallery::GallerySnapshot& snapshot, const FaceComparison* comparison);

  /// Tells of those that were added.
  void endFrame() { stream_->take(std::exchange(faces_, {})); }

 private:
  std::unique_ptr<sightings::SightingStream> stream_;
  std::vector<sightings::SeenFace> faces_;
};

}  // namespace facewire::service
