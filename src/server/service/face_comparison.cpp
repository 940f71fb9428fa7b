#include "face_comparison.hpp"

#include <algorithm>

namespace facewire::service {

using gallery::PersonMatch;
using protocol::Reason;

FaceComparison compareFace(const Workshop& workshop, const gallery::GallerySnapshot& snapshot, const cv::Mat& grey,
                           const cv::Rect& box) {
  FaceComparison comparison;
  comparison.rule = workshop.options.decision;
  if (std::min(box.width, box.height) < workshop.options.minFacePixels) {
    comparison.decision = {Reason::tooSmall, 0};
    return comparison;
  }
  comparison.views = workshop.encoder.encodeViews(vision::cutChip(grey, box));
  comparison.matches = snapshot.index.findNearestByViews(comparison.views, 2);
  comparison.decision = gallery::decide(comparison.matches, comparison.rule);
  return comparison;
}

protocol::Face toFace(const IdentityVote::Verdict& verdict, const gallery::GallerySnapshot& snapshot,
                      const cv::Rect& box, double threshold) {
  protocol::Face face;
  face.box = {box.x, box.y, box.width, box.height};
  face.threshold = threshold;
  face.reason = verdict.reason;
  face.score = verdict.score;
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
  if (verdict.basis.empty()) return face;
  face.distance = verdict.basis[0].distance;
  face.sample = verdict.basis[0].sample;
  const auto candidate = std::ranges::find_if(
      verdict.basis, [&](const PersonMatch& match) { return !face.known || match.person != verdict.person; });
  if (candidate != verdict.basis.end()) {
    face.runnerUp = protocol::Candidate{snapshot.people.at(candidate->person)->name, candidate->distance};
  }
  return face;
}

}  // namespace facewire::service
