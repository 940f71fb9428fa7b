#include "eval_engine.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "facewire/vision/face_chip.hpp"

namespace facewire::eval {
namespace {

/// The baseline has no default of its own but to name everybody: the largest whole number at which not one stranger in
/// a hundred is named on AT&T faces (s1-s20 enrolled with five pictures each).
constexpr double kOpencvThreshold = 86;
/// The server's own limit.
constexpr int kMinNamedPixels = 24;

cv::Rect wholeOf(const cv::Mat& picture) {
  return {0, 0, picture.cols, picture.rows};
}

/// Large and near the middle; others stand behind.
cv::Rect mainFaceOf(const std::vector<cv::Rect>& faces, const cv::Mat& picture) {
  const auto weight = [&](const cv::Rect& face) {
    const double dx = face.x + face.width / 2.0 - picture.cols / 2.0;
    const double dy = face.y + face.height / 2.0 - picture.rows / 2.0;
    return face.width - std::hypot(dx, dy);
  };
  return *std::ranges::max_element(faces, {}, weight);
}

/// The server's rule: the box that the detector will report for this person later, where it finds one that fills most
/// of the crop; the whole crop where it does not.
cv::Rect faceOfCrop(std::vector<cv::Rect> faces, const cv::Mat& picture) {
  const cv::Rect whole = wholeOf(picture);
  if (faces.empty()) return whole;
  const int largest = std::ranges::max(faces, {}, &cv::Rect::width).width;
  std::erase_if(faces, [largest](const cv::Rect& face) { return face.width * 3 < largest; });
  const bool fills = faces.size() == 1 && 2 * faces.front().width > std::min(whole.width, whole.height);
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

EvalEngine::EvalEngine(const EngineSettings& settings) : detector_(settings.detector), encoder_(settings.encoder) {}

FaceViews EvalEngine::describe(const cv::Mat& grey, const cv::Rect& face) const {
  return encoder_.encodeViews(vision::cutChip(grey, face));
}

MaybeDescriptor EvalEngine::describe(const cv::Mat& grey, Framing framing) {
  if (framing == Framing::cropped) return encoder_.encodeViews(vision::chipOfCroppedFace(grey));
  const std::vector<cv::Rect> faces = findFaces(grey);
  if (framing == Framing::enrolledCrop) return describe(grey, faceOfCrop(faces, grey));
  if (faces.empty()) return std::nullopt;
  return describe(grey, mainFaceOf(faces, grey));
}

EvalGallery::EvalGallery(const EngineSettings& settings)
    : decision_(settings.decision), index_(vision::FaceEncoder(settings.encoder).cellPixels()) {}

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

FaceComparer::FaceComparer(const EngineSettings& settings)
    : cellPixels_(vision::FaceEncoder(settings.encoder).cellPixels()) {}

double FaceComparer::distanceBetween(const FaceViews& one, const FaceViews& other) const {
  gallery::FaceIndex index(cellPixels_);
  index.add(0, 0, std::make_shared<const vision::Descriptor>(one.views.front()));
  return index.findNearestByViews(other, 1).front().distance;
}

std::string encoderId(const EngineSettings& settings) {
  return vision::FaceEncoder(settings.encoder).id();
}

}  // namespace facewire::eval
