#include "explanation.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <opencv2/imgproc.hpp>

#include "face_comparison.hpp"
#include "facewire/base/clock.hpp"
#include "facewire/base/numbers.hpp"
#include "facewire/image/jpeg_header.hpp"
#include "facewire/vision/explanation_sheet.hpp"
#include "stored_face.hpp"

namespace facewire::service {
namespace {

using gallery::PersonMatch;
using protocol::Face;
using protocol::Reason;
using vision::ExplainedCandidate;
using vision::ExplainedFace;

/// Text on it stays sharp.
constexpr int kSheetQuality = 95;

std::string counted(std::size_t count, const std::string& one, const std::string& several) {
  return std::to_string(count) + " " + (count == 1 ? one : several);
}

std::string number(double value, int digits) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.*f", digits, value);
  return text.data();
}

/// Why a face was named or not, in words that begin with the reason and a colon.
std::string explainReason(const Face& face, const FaceComparison& comparison, const ServiceOptions& options) {
  const int digits = distanceDigits(face.threshold);
  const std::string distance = "distance " + number(face.distance.value_or(0), digits);
  const std::string needs = distance + ", needs " + number(comparison.decision.limit, digits) + " or less";
  switch (face.reason) {
    case Reason::accepted:
      return "accepted: " + needs;
    case Reason::tooFar:
      return "too far from everybody: " + needs;
    case Reason::ambiguous:
      return "ambiguous: " + needs + ", with the next person as near as that";
    case Reason::knownStranger:
      return "known stranger: " + needs;
    case Reason::tooSmall:
      if (!comparison.face.views.empty()) {
        return "too small: smaller than the faces of the OpenCV file that everybody here is known by";
      }
      return "too small: " + std::to_string(std::min(face.box.width, face.box.height)) + " pixels wide, needs " +
             std::to_string(options.minFacePixels);
    case Reason::emptyGallery:
      return "nobody is enrolled: there is nobody to compare with";
    case Reason::tooBlurred:
    case Reason::tooDark:
    case Reason::tooBright:
    case Reason::anotherPerson:
      break;
  }
  std::string words(protocol::toWord(face.reason));
  std::ranges::replace(words, '_', ' ');
  return words + (face.distance ? ": " + needs : "");
}

vision::FacePictures picturesOf(const vision::Encoder& encoder, const vision::FaceChip& chip) {
  return {chip.picture(chip.face).clone(), encoder.normalise(chip)};
}

ExplainedCandidate explainCandidate(const Workshop& workshop, const gallery::GallerySnapshot& snapshot,
                                    const PersonMatch& match) {
  const gallery::PersonInfo& person = *snapshot.people.at(match.person);
  ExplainedCandidate candidate;
  candidate.name = person.name;
  candidate.distance = match.distance;
  candidate.stranger = person.stranger;
  candidate.sample = "sample " + std::to_string(match.sample);
  const auto sample = std::ranges::find(person.samples, match.sample, &gallery::SampleInfo::id);
  if (sample != person.samples.end() && !sample->source.empty()) candidate.sample += " · " + sample->source;
  // A sample that was removed since the comparison, or is damaged, leaves an empty place.
  const auto stored = workshop.gallery.readFace(match.sample);
  if (!stored) return candidate;
  if (const auto chip = fromStored(*stored)) candidate.pictures = picturesOf(workshop.encoder, *chip);
  return candidate;
}

ExplainedFace explainFace(const Workshop& workshop, const gallery::GallerySnapshot& snapshot, const cv::Mat& picture,
                          const vision::DetectedFace& detected, const Face& face, const FaceComparison& comparison) {
  ExplainedFace explained;
  explained.box = {face.box.x, face.box.y, face.box.width, face.box.height};
  explained.known = face.known;
  explained.verdict = face.name.value_or("unknown");
  explained.reason = explainReason(face, comparison, workshop.options);
  explained.detail = std::to_string(face.box.width) + " x " + std::to_string(face.box.height) + " pixels, score " +
                     number(face.score, 2);
  explained.threshold = face.threshold;
  explained.limit = comparison.decision.limit;
  explained.pictures = picturesOf(workshop.encoder, vision::cutChip(picture, detected));
  for (const PersonMatch& match : comparison.matches) {
    explained.candidates.push_back(explainCandidate(workshop, snapshot, match));
  }
  return explained;
}

std::string summarise(const protocol::FacesResult& result) {
  if (result.faces.empty()) return "no face was found";
  const auto known = static_cast<std::size_t>(std::ranges::count_if(result.faces, &Face::known));
  return counted(result.faces.size(), "face", "faces") + ", " + (known == 0 ? "nobody" : std::to_string(known)) +
         " known";
}

std::string describeGallery(const protocol::FacesResult& result, const gallery::GallerySnapshot& snapshot) {
  if (result.faces.empty()) return "a face is found where it is upright, roughly frontal and not too small";
  if (snapshot.people.empty()) return "nobody is enrolled yet";
  return "compared with " + counted(snapshot.people.size(), "person", "people") + ", " +
         counted(snapshot.samples(), "sample", "samples");
}

protocol::Response refuse(const protocol::Request& request, const Workshop& workshop, Error error) {
  workshop.tally.refused.count(error.code);
  return {request.id, fail(std::move(error)), {}};
}

}  // namespace

protocol::Response answerExplain(const Workshop& workshop, const protocol::Request& request, ByteView jpeg,
                                 const std::stop_token& stop) {
  const auto arrived = Clock::now();
  const auto header = image::readJpegHeader(jpeg, workshop.options.limits.maxPixels);
  if (!header) return refuse(request, workshop, header.error());
  const auto engine = workshop.engines.lease(stop);
  if (!engine) return refuse(request, workshop, engine.error());
  const auto leased = Clock::now();
  // Recognised from what a frame is recognised from, so that not even a rounding differs; the colours of the sheet are
  // read besides where that is grey.
  if (auto done = (*engine)->decode(jpeg, *header); !done) return refuse(request, workshop, done.error());
  const vision::Picture recognised = (*engine)->picture();
  cv::Mat& sheetPicture = (*engine)->colour;
  if (recognised.colour.empty()) {
    const auto done = (*engine)->decoder.decode(jpeg, *header, image::PixelFormat::bgr, sheetPicture);
    if (!done) return refuse(request, workshop, done.error());
  }
  const auto decoded = Clock::now();
  std::vector<vision::DetectedFace> found = (*engine)->findFaces();
  vision::keepLargest(found, workshop.options.maxFaces);
  const auto detected = Clock::now();

  const auto snapshot = workshop.gallery.snapshot();
  protocol::FacesResult result;
  result.width = recognised.grey.cols;
  result.height = recognised.grey.rows;
  std::vector<FaceComparison> comparisons;
  for (const vision::DetectedFace& face : found) {
    const FaceComparison& made = comparisons.emplace_back(compareFace(workshop, *snapshot, recognised, face));
    result.faces.push_back(toFace(tracking::IdentityVote::ofFrame(made.matches, made.decision), *snapshot, face.box,
                                  made.decision.threshold));
  }
  const auto compared = Clock::now();

  vision::Explanation explanation{sheetPicture, summarise(result), describeGallery(result, *snapshot), {}};
  for (std::size_t i = 0; i < comparisons.size(); ++i) {
    explanation.faces.push_back(
        explainFace(workshop, *snapshot, sheetPicture, found[i], result.faces[i], comparisons[i]));
  }
  const auto sheet = (*engine)->encoder.encode(vision::drawExplanation(explanation), kSheetQuality);
  if (!sheet) return refuse(request, workshop, sheet.error());
  const auto finished = Clock::now();

  const auto known = static_cast<std::uint64_t>(std::ranges::count_if(result.faces, &Face::known));
  ++workshop.tally.frames;
  workshop.tally.rate.note();
  workshop.tally.known += known;
  workshop.tally.unknown += result.faces.size() - known;
  result.ms = {millisecondsBetween(arrived, leased),    millisecondsBetween(leased, decoded),
               millisecondsBetween(decoded, detected),  millisecondsBetween(detected, compared),
               millisecondsBetween(compared, finished), millisecondsBetween(arrived, finished)};
  return {request.id, protocol::toJson(result), Bytes(sheet->begin(), sheet->end())};
}

}  // namespace facewire::service
