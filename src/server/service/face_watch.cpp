#include "face_watch.hpp"

#include <algorithm>

#include "face_comparison.hpp"

namespace facewire::service {
namespace {

using protocol::Reason;

/// A face so large, and so sharp, makes as good a picture as any.
constexpr double kGoodSide = 96;
constexpr double kGoodSharpness = 0.3;

/// Whether the picture shows enough of the face to say that it is nobody who is enrolled.
bool isCompared(Reason reason) {
  return reason == Reason::tooFar || reason == Reason::ambiguous || reason == Reason::knownStranger ||
         reason == Reason::emptyGallery || reason == Reason::accepted;
}

/// The surer the frame is of the person, and the sharper and larger the face, the better the picture shows them.
double meritOf(const FaceComparison& comparison, bool isKnown) {
  const double sharpness = std::min(comparison.quality.sharpness / kGoodSharpness, 1.0);
  const double size = std::min(comparison.quality.side / kGoodSide, 1.0);
  return sharpness * size * (isKnown ? comparison.decision.score : 1);
}

}  // namespace

void FaceWatch::add(tracking::TrackId track, const tracking::IdentityVote::Verdict& verdict, bool isSteady,
                    const gallery::GallerySnapshot& snapshot, const FaceComparison* comparison) {
  sightings::SeenFace face{.track = track, .person = nullptr, .isSteady = isSteady, .score = verdict.score};
  // Where nobody is enrolled there is nothing to be unsure of.
  if (verdict.reason == Reason::emptyGallery) face.isSteady = true;
  if (verdict.person) {
    const auto& person = snapshot.people.at(*verdict.person);
    if (person->stranger) {
      face.score = 1 - verdict.score;
    } else {
      face.person = person;
    }
  }
  if (!face.person && (!stream_->wantsStrangers() || !isCompared(verdict.reason))) return;
  // A frame that says otherwise by itself is no good picture of the person.
  const bool isPicture =
      comparison && !comparison->chip.picture.empty() &&
      (!face.person || (comparison->decision.accepted() && comparison->matches.front().person == *verdict.person));
  if (isPicture) {
    const double merit = meritOf(*comparison, face.person != nullptr);
    if (stream_->wantsPicture(track, merit)) {
      // The next face is cut into the same memory.
      face.picture = comparison->chip.picture.clone();
      face.merit = merit;
    }
  }
  faces_.push_back(std::move(face));
}

}  // namespace facewire::service
