#include "face_comparison.hpp"

#include <algorithm>
#include <utility>

#include "frame_recogniser.hpp"
#include "histogram_comparison.hpp"
#include "quality_gate.hpp"
#include "threshold_in_use.hpp"

namespace facewire::service {

using gallery::PersonMatch;
using protocol::Reason;

namespace {

/// Puts what OpenCV's distances say in the place of what ours do, where they name the face, or have the only say.
void consultHistograms(const ServiceOptions& options, const gallery::GallerySnapshot& snapshot, const cv::Mat& grey,
                       const cv::Rect& frame, FaceComparison& comparison) {
  constexpr std::size_t kDecidedBy = 2;
  const Reason reason = comparison.decision.reason;
  if (reason != Reason::tooFar && reason != Reason::emptyGallery) return;
  for (HistogramComparison& made : compareWithHistograms(options, snapshot, grey, frame, kDecidedBy)) {
    const bool isBetter = made.decision.score > comparison.decision.score;
    if (!comparison.matches.empty() && !(made.decision.accepted() && isBetter)) continue;
    comparison.matches = std::move(made.matches);
    comparison.decision = made.decision;
    comparison.rule = made.rule;
    comparison.isByHistograms = true;
  }
  // There are people, but this face is too small to be held beside any of them.
  if (comparison.matches.empty()) comparison.decision.reason = Reason::tooSmall;
}

}  // namespace

FaceComparison compareFace(const Workshop& workshop, const gallery::GallerySnapshot& snapshot,
                           const vision::Picture& picture, const vision::DetectedFace& face) {
  FaceComparer comparer;
  return std::move(comparer.compare(workshop, snapshot, picture, face));
}

FaceComparison& FaceComparer::compare(const Workshop& workshop, const gallery::GallerySnapshot& snapshot,
                                      const vision::Picture& picture, const vision::DetectedFace& face) {
  beginAnew();
  FaceComparison& comparison = comparison_;
  comparison.rule = decisionOptionsIn(workshop.options, snapshot);
  comparison.decision.threshold = comparison.rule.threshold;
  const cv::Rect frame = face.frame();
  if (std::min(frame.width, frame.height) < workshop.options.minFacePixels) {
    comparison.decision.reason = Reason::tooSmall;
    return comparison;
  }
  vision::cutChip(picture.best(workshop.encoder.wantsColour()), face, comparison.chip, chip_);
  comparison.quality = vision::measureQuality(comparison.chip, quality_);
  if (const auto fault = vision::findFault(comparison.quality, recognitionLimits(workshop.options))) {
    comparison.decision.reason = toReason(*fault);
    return comparison;
  }
  comparison.face = std::move(face_);
  workshop.encoder.encodeViews(comparison.chip, comparison.face);
  gallery::findNearestToDecide(snapshot.index, comparison.face, comparison.rule, comparison.matches);
  comparison.decision = gallery::decide(comparison.matches, comparison.rule);
  if (!snapshot.histograms.empty()) {
    consultHistograms(workshop.options, snapshot, picture.grey, frame, comparison);
  }
  const auto doubt = vision::findFault(comparison.quality, doubtLimits(workshop.options));
  if (doubt && !comparison.matches.empty() && !comparison.decision.accepted()) {
    comparison.decision.reason = toReason(*doubt);
  }
  return comparison;
}

void FaceComparer::beginAnew() {
  if (!comparison_.face.views.empty()) face_ = std::move(comparison_.face);
  std::vector<PersonMatch> matches = std::move(comparison_.matches);
  matches.clear();
  comparison_ = {};
  comparison_.matches = std::move(matches);
}

protocol::Face toFace(const tracking::IdentityVote::Verdict& verdict, const gallery::GallerySnapshot& snapshot,
                      const cv::Rect& box, double threshold) {
  protocol::Face face;
  setFace(verdict, snapshot, box, threshold, face);
  return face;
}

void setFace(const tracking::IdentityVote::Verdict& verdict, const gallery::GallerySnapshot& snapshot,
             const cv::Rect& box, double threshold, protocol::Face& face) {
  face.box = {box.x, box.y, box.width, box.height};
  face.threshold = threshold;
  face.reason = verdict.reason;
  face.score = verdict.score;
  face.known = false;
  if (verdict.person) {
    const gallery::PersonInfo& person = *snapshot.people.at(*verdict.person);
    if (person.stranger) {
      face.reason = Reason::knownStranger;
      // The surer it is that this is a stranger, the less it is one of ours.
      face.score = 1 - verdict.score;
    } else {
      face.name = person.name;
      face.known = true;
    }
  }
  if (!face.known) face.name.reset();
  face.distance.reset();
  face.sample.reset();
  face.track.reset();
  if (!verdict.basis.empty()) {
    face.distance = verdict.basis[0].distance;
    face.sample = verdict.basis[0].sample;
  }
  const auto candidate = std::ranges::find_if(
      verdict.basis, [&](const PersonMatch& match) { return !face.known || match.person != verdict.person; });
  if (candidate == verdict.basis.end()) {
    face.runnerUp.reset();
    return;
  }
  if (!face.runnerUp) face.runnerUp.emplace();
  face.runnerUp->name = snapshot.people.at(candidate->person)->name;
  face.runnerUp->distance = candidate->distance;
}

}  // namespace facewire::service
