#include "stored_trial.hpp"

#include <algorithm>

#include "stored_face.hpp"

namespace facewire::service {

using gallery::PersonMatch;

Result<std::optional<calibration::Trial>> tryStoredFace(const Workshop& workshop,
                                                        const gallery::GallerySnapshot& snapshot,
                                                        const calibration::PlannedTrial& planned,
                                                        const std::set<gallery::SampleId>& hidden,
                                                        const std::stop_token& stop) {
  const auto face = workshop.gallery.readFace(planned.sample);
  if (!face) return std::nullopt;
  const auto share = workshop.engines.lease(stop);
  if (!share) return fail(share.error());
  const auto chip = fromStored(*face);
  if (!chip) return std::nullopt;
  const vision::FaceViews views = workshop.encoder.encodeViews(*chip);

  calibration::Trial trial;
  trial.person = planned.person;
  trial.sample = planned.sample;
  const double nearIdentical = workshop.options.marks.nearIdentical * workshop.options.decision.threshold;
  const auto find = [&](std::size_t count, const auto& admits) {
    return snapshot.index.findNearestByViews(views, count, nullptr, [&](const PersonMatch& match) {
      return !hidden.contains(match.sample) && admits(match);
    });
  };
  const auto isOther = [&planned](const PersonMatch& match) { return match.person != planned.person; };
  const auto isDistinct = [&](const PersonMatch& match) {
    if (match.sample == planned.sample) return false;
    const bool same = !isOther(match) && match.distance < nearIdentical;
    trial.hasNearIdentical = trial.hasNearIdentical || same;
    return !same;
  };
  trial.asStranger = find(2, isOther);
  trial.asOneself = find(2, isDistinct);
  auto own = std::ranges::find(trial.asOneself, planned.person, &PersonMatch::person);
  if (own != trial.asOneself.end()) {
    trial.own = *own;
  } else if (const auto far = find(1, [&](const PersonMatch& match) { return !isOther(match) && isDistinct(match); });
             !far.empty()) {
    trial.own = far.front();
  }
  return trial;
}

}  // namespace facewire::service
