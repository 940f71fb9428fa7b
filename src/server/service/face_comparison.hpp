#pragma once

#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <vector>

#include "facewire/gallery/decision.hpp"
#include "facewire/gallery/gallery.hpp"
#include "facewire/protocol/faces.hpp"
#include "facewire/tracking/identity_vote.hpp"
#include "facewire/vision/detected_face.hpp"
#include "facewire/vision/face_chip.hpp"
#include "facewire/vision/face_quality.hpp"
#include "facewire/vision/face_views.hpp"
#include "facewire/vision/picture.hpp"

namespace facewire::service {

struct Workshop;

/// One face beside the people of a gallery, and what follows from it.
struct FaceComparison {
  vision::FaceChip chip;                      ///< as it was cut; empty where the face is too small
  vision::FaceQuality quality;                ///< of the chip
  vision::FaceViews face;                     ///< as it was compared; no views where the picture shows too little of it
  std::vector<gallery::PersonMatch> matches;  ///< the nearest two people, nearest first
  gallery::Decision decision;
  gallery::DecisionOptions rule;  ///< what the decision was made by
  /// Whether the decision and the matches are those of people who came out of an OpenCV file, in OpenCV's distances.
  bool isByHistograms = false;
};

/// Compares a face in `picture` with everybody: the decision that every answer about a single
/// picture rests on. Known strangers count as anybody else does. Who is too far from everybody with a picture is held
/// beside those of whom there is only what OpenCV made of one. Precondition: its box is inside the picture, and not
/// empty. Safe for concurrent use.
FaceComparison compareFace(const Workshop& workshop, const gallery::GallerySnapshot& snapshot,
                           const vision::Picture& picture, const vision::DetectedFace& face);

/// Compares as compareFace does, one face after the other in the memory of the last. Confined to one thread.
class FaceComparer {
 public:
  /// Valid until the next call; whoever keeps a picture of it copies that.
  FaceComparison& compare(const Workshop& workshop, const gallery::GallerySnapshot& snapshot,
                          const vision::Picture& picture, const vision::DetectedFace& face);

 private:
  void beginAnew();

  FaceComparison comparison_;
  vision::FaceViews face_;  ///< memory that goes into the comparison when there is something to put into it
  vision::ChipBuffers chip_;
  vision::QualityBuffers quality_;
};

/// The verdict as clients are told it; only here does a known stranger become an unknown face. A pure function.
protocol::Face toFace(const tracking::IdentityVote::Verdict& verdict, const gallery::GallerySnapshot& snapshot,
                      const cv::Rect& box, double threshold);
/// The same in the memory of the face that was there.
void setFace(const tracking::IdentityVote::Verdict& verdict, const gallery::GallerySnapshot& snapshot,
             const cv::Rect& box, double threshold, protocol::Face& face);

}  // namespace facewire::service
