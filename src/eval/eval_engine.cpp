#include "eval_engine.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "facewire/base/numbers.hpp"
#include "facewire/vision/face_chip.hpp"

namespace facewire::eval {
namespace {

/// The baseline has no default of its own but to name everybody: the largest whole number at which not one stranger in
/// a hundred is named on AT&T faces (s1-s20 enrolled with five pictures each).
constexpr double kOpencvThreshold = 86;
/// The server's own limit.
constexpr int kMinNamedPixels = 24;

std::unique_ptr<const vision::Encoder> makeEncoder(const EngineSettings& settings) {
  if (settings.network) return std::make_unique<const vision::NetworkEncoder>(*settings.network);
  return std::make_unique<const vision::FaceEncoder>(settings.encoder);
}

vision::FinderOptions finderOptions(const EngineSettings& settings) {
  if (settings.yunet) return *settings.yunet;
  return settings.detector;
}

int widthOf(const vision::DetectedFace& face) {
  return face.box.width;
}

/// Large and near the middle; others stand behind.
vision::DetectedFace mainFaceOf(const std::vector<vision::DetectedFace>& faces, const cv::Mat& picture) {
  const auto weight = [&](const vision::DetectedFace& face) {
    const double dx = face.box.x + face.box.width / 2.0 - picture.cols / 2.0;
    const double dy = face.box.y + face.box.height / 2.0 - picture.rows / 2.0;
    return face.box.width - std::hypot(dx, dy);
  };
  return *std::ranges::max_element(faces, {}, weight);
}

/// The server's rule: the box that the detector will report for this person later, where it finds one that fills most
/// of the crop; the whole crop where it does not.
vision::DetectedFace faceOfCrop(std::vector<vision::DetectedFace> faces, const cv::Mat& picture) {
  const vision::DetectedFace whole{{0, 0, picture.cols, picture.rows}};
  if (faces.empty()) return whole;
  const int largest = widthOf(std::ranges::max(faces, {}, widthOf));
  std::erase_if(faces, [largest](const auto& face) { return widthOf(face) * 3 < largest; });
  const bool fills = faces.size() == 1 && 2 * faces.front().frame().width > std::min(picture.cols, picture.rows);
  return fills ? faces.front() : whole;
}

}  // namespace

EngineSettings facewireEngine(const std::filesystem::path& cascade) {
  EngineSettings settings{.name = "facewire", .detector = {}, .encoder = {}, .decision = {}};
  settings.detector.cascade = cascade;
  settings.minNamedPixels = kMinNamedPixels;
  return settings;
}

EngineSettings opencvEngine(const std::filesystem::path& cascade) {
  EngineSettings settings{
      .name = "opencv", .detector = {}, .encoder = vision::EncoderOptions::opencv(), .decision = {}};
  settings.detector.cascade = cascade;
  settings.detector.minNeighbours = 3;
  settings.decision.threshold = kOpencvThreshold;
  settings.decision.clearOfNext = 0;
  return settings;
}

EvalEngine::EvalEngine(const EngineSettings& settings)
    : finder_(finderOptions(settings)), encoder_(makeEncoder(settings)) {}

FaceViews EvalEngine::describe(const vision::Picture& picture, const vision::DetectedFace& face) const {
  return encoder_->encodeViews(vision::cutChip(picture.best(encoder_->wantsColour()), face));
}

MaybeDescriptor EvalEngine::describe(const vision::Picture& picture, Framing framing) {
  if (framing == Framing::cropped) {
    return encoder_->encodeViews(vision::chipOfCroppedFace(picture.best(encoder_->wantsColour())));
  }
  const std::vector<vision::DetectedFace> faces = findFaces(picture);
  if (framing == Framing::enrolledCrop) return describe(picture, faceOfCrop(faces, picture.grey));
  if (faces.empty()) return std::nullopt;
  return describe(picture, mainFaceOf(faces, picture.grey));
}

EvalGallery::EvalGallery(const EngineSettings& settings)
    : decision_(settings.decision), index_(makeEncoder(settings)->cellPixels()) {}

void EvalGallery::enrol(std::size_t person, const FaceViews& descriptor) {
  index_.add(static_cast<gallery::SampleId>(index_.size()), static_cast<gallery::PersonId>(person),
             std::make_shared<const vision::Descriptor>(descriptor.views.front()));
}

Answer EvalGallery::identify(const FaceViews& probe) const {
  const std::vector<gallery::PersonMatch> matches = gallery::findNearestToDecide(index_, probe, decision_);
  Answer answer;
  answer.matches = matches;
  answer.decision = gallery::decide(matches, decision_);
  answer.confidence = matches.empty() ? -std::numeric_limits<double>::infinity() : answer.decision.score;
  if (!matches.empty()) answer.nearest = static_cast<std::size_t>(matches.front().person);
  answer.named = answer.decision.accepted();
  return answer;
}

FaceComparer::FaceComparer(const EngineSettings& settings) : cellPixels_(makeEncoder(settings)->cellPixels()) {}

double FaceComparer::distanceBetween(const FaceViews& one, const FaceViews& other) const {
  gallery::FaceIndex index(cellPixels_);
  index.add(0, 0, std::make_shared<const vision::Descriptor>(one.views.front()));
  return index.findNearestByViews(other, 1).front().distance;
}

std::string describeDetector(const EngineSettings& settings) {
  if (settings.yunet) return "YuNet " + plainNumber(static_cast<double>(settings.yunet->confidence), 3);
  return "Haar " + plainNumber(settings.detector.scaleFactor, 3) + ", " +
         std::to_string(settings.detector.minNeighbours) + " neighbours";
}

std::string encoderId(const EngineSettings& settings) {
  return makeEncoder(settings)->id();
}

}  // namespace facewire::eval
