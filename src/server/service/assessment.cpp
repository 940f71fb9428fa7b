#include "assessment.hpp"

#include <algorithm>
#include <cmath>

#include "main_face.hpp"
#include "quality_gate.hpp"

namespace facewire::service {
namespace {

using protocol::Json;

/// Who is farther than so many other people is not near.
constexpr std::size_t kPeopleLookedAt = 4;

double rounded(double share) {
  return std::round(share * 1000) / 1000;
}

/// What a face would add to the samples of one person.
class Novelty {
 public:
  Novelty(const Workshop& workshop, const std::optional<std::string>& name)
      : workshop_(workshop), snapshot_(workshop.gallery.snapshot()) {
    if (!name) return;
    const auto found = snapshot_->byName.find(*name);
    if (found != snapshot_->byName.end()) person_ = found->second;
  }

  std::size_t samples() const { return person_ ? snapshot_->people.at(*person_)->samples.size() : 0; }

  /// What OpenCV made of a picture cannot be compared with it.
  bool hasPictures() const {
    return person_ && std::ranges::any_of(snapshot_->people.at(*person_)->samples, &gallery::SampleInfo::hasPicture);
  }

  void describe(const vision::FaceChip& chip, Json& face) const {
    face["distance"] = nullptr;
    face["novelty"] = "first";
    if (!hasPictures()) return;
    const auto nearest = snapshot_->index.findNearestByViews(workshop_.encoder.encodeViews(chip), kPeopleLookedAt);
    const auto own = std::ranges::find(nearest, *person_, &gallery::PersonMatch::person);
    face["novelty"] = "other";
    if (own == nearest.end()) return;
    const DistanceMarks& marks = workshop_.options.marks;
    const double inThresholds = own->distance / workshop_.options.decision.threshold;
    face["distance"] = rounded(own->distance);
    face["novelty"] = inThresholds < marks.alike ? "alike" : inThresholds > marks.other ? "other" : "new";
  }

 private:
  const Workshop& workshop_;
  std::shared_ptr<const gallery::GallerySnapshot> snapshot_;
  std::optional<gallery::PersonId> person_;
};

Json describeFace(const Workshop& workshop, const cv::Mat& picture, const vision::DetectedFace& detected,
                  const Novelty& novelty) {
  const cv::Rect& box = detected.box;
  const vision::FaceChip chip = vision::cutChip(picture, detected);
  const vision::FaceQuality quality = vision::measureQuality(chip);
  const vision::QualityLimits limits = enrolmentLimits(workshop.options);
  Json face{{"box", {box.x, box.y, box.width, box.height}},
            {"sharpness", rounded(quality.sharpness)},
            {"detail", rounded(quality.detail)},
            {"dark", rounded(quality.dark)},
            {"bright", rounded(quality.bright)},
            {"verdict", "good"},
            {"message", nullptr}};
  if (const auto fault = vision::findFault(quality, limits)) {
    face["verdict"] = protocol::toWord(toReason(*fault));
    face["message"] = describeFault(*fault, quality, limits);
    face["distance"] = nullptr;
    face["novelty"] = nullptr;
  } else {
    novelty.describe(chip, face);
  }
  return face;
}

}  // namespace

Result<Json> assess(const Workshop& workshop, const std::optional<std::string>& name, ByteView jpeg,
                    const std::stop_token& stop) {
  const auto engine = leaseWithPicture(workshop, jpeg, stop);
  if (!engine) return fail(engine.error());
  const cv::Mat picture = (*engine)->picture().best(workshop.encoder.wantsColour());
  const Novelty novelty(workshop, name);
  Json faces = Json::array();
  for (const auto& face : findMainFaces(**engine)) faces.push_back(describeFace(workshop, picture, face, novelty));
  return Json{
      {"width", picture.cols}, {"height", picture.rows}, {"samples", novelty.samples()}, {"faces", std::move(faces)}};
}

}  // namespace facewire::service
