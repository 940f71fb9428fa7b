#include "enrolment.hpp"

#include <algorithm>
#include <cmath>

#include "facewire/image/jpeg_header.hpp"
#include "likeness.hpp"
#include "main_face.hpp"
#include "quality_gate.hpp"
#include "stored_face.hpp"
#include "threshold_in_use.hpp"

namespace facewire::service {
namespace {

using protocol::Json;

/// A face cut out of the picture that was sent, and where it stood there.
struct CutFace {
  vision::FaceChip chip;
  cv::Rect box;
};

/// In a picture that is a face and nothing else: the box that the detector will report for this person later, where it
/// finds one here that fills most of the picture; the whole picture where it does not, as is usual with tight crops.
vision::DetectedFace faceOfCrop(Engine& engine) {
  const cv::Rect whole(0, 0, engine.grey.cols, engine.grey.rows);
  const std::vector<vision::DetectedFace> faces = findMainFaces(engine);
  const bool fills = faces.size() == 1 && 2 * faces.front().frame().width > std::min(whole.width, whole.height);
  return fills ? faces.front() : vision::DetectedFace{whole};
}

Result<CutFace> cutFace(const Workshop& workshop, bool cropped, ByteView jpeg, const std::stop_token& stop) {
  const auto header = image::readJpegHeader(jpeg, workshop.options.limits.maxPixels);
  if (!header) return fail(header.error());
  const auto engine = workshop.engines.lease(stop);
  if (!engine) return fail(engine.error());
  // In colour, whichever engine it is: another one may want it later.
  const cv::Mat& picture = header->components == 1 ? (*engine)->grey : (*engine)->colour;
  if (auto done = (*engine)->decodeInColour(jpeg, *header); !done) return fail(done.error());
  const auto found = cropped ? Result<vision::DetectedFace>(faceOfCrop(**engine)) : findOneFace(**engine, "enrol");
  if (!found) return fail(found.error());
  CutFace cut{vision::cutChip(picture, *found), found->box};
  // What is stored has no landmarks. A start that encodes it anew is to come to the same.
  cut.chip.landmarks.reset();
  const vision::FaceQuality quality = vision::measureQuality(cut.chip);
  const vision::QualityLimits limits = enrolmentLimits(workshop.options);
  if (const auto fault = vision::findFault(quality, limits)) {
    return fail(ErrorCode::poorQuality, describeFault(*fault, quality, limits));
  }
  return cut;
}

}  // namespace

Result<protocol::Json> enrol(const Workshop& workshop, const Enrolment& enrolment, ByteView jpeg,
                             const std::stop_token& stop) {
  const auto cut = cutFace(workshop, enrolment.cropped, jpeg, stop);
  if (!cut) return fail(cut.error());
  const vision::FaceViews face = workshop.encoder.encodeViews(cut->chip);
  const auto snapshot = workshop.gallery.snapshot();
  Json answer{{"box", {cut->box.x, cut->box.y, cut->box.width, cut->box.height}}, {"resembles", nullptr}};
  if (const auto other =
          findLikeness(*snapshot, enrolment.name, face, decisionOptionsIn(workshop.options, *snapshot))) {
    answer["resembles"] = {
        {"name", other->name}, {"distance", std::round(other->distance * 1000) / 1000}, {"sample", other->sample}};
  }
  if (const auto same = findSamePicture(*snapshot, enrolment.name, face.views.front())) {
    const gallery::PersonInfo& person = *snapshot->people.at(snapshot->byName.at(enrolment.name));
    answer.update({{"name", person.name},
                   {"sample", *same},
                   {"samples", person.samples.size()},
                   {"new_person", false},
                   {"already", true}});
    return answer;
  }

  const auto stored = toStored(cut->chip);
  if (!stored) return fail(stored.error());
  const auto added =
      workshop.gallery.addSample(enrolment.name, enrolment.source, *stored, face.views.front(), enrolment.stranger);
  if (!added) return fail(added.error());
  answer.update({{"name", added->person->name},
                 {"sample", added->sample},
                 {"samples", added->person->samples.size()},
                 {"new_person", added->newPerson},
                 {"already", false}});
  return answer;
}

}  // namespace facewire::service
