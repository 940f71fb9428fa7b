#include "facewire/vision/face_detector.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <string>

#include "scan_buffers.hpp"
#include "stump_cascade.hpp"

namespace facewire::vision {
namespace {

constexpr const char* kRemedy = "; install the package opencv-data, or name another cascade with --cascade";

[[noreturn]] void refuseDamaged(const std::filesystem::path& file) {
  throw std::runtime_error("'" + file.string() + "' is damaged or not a Haar or LBP cascade" + kRemedy);
}

/// None where the cascade is one for OpenCV. What is wrong with a damaged one is of no use to people.
std::shared_ptr<const StumpCascade> loadStumps(const std::filesystem::path& file) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(file, ignored))
    throw std::runtime_error("no cascade file at '" + file.string() + "'" + kRemedy);
  try {
    if (auto cascade = StumpCascade::load(file)) return std::make_shared<const StumpCascade>(std::move(*cascade));
    return nullptr;
  } catch (const std::exception&) {
    refuseDamaged(file);
  }
}

/// OpenCV reports a damaged cascade in three ways: false, an exception while parsing, or an exception at the first
/// search. All three are met here, so that a server that has started can also detect.
cv::CascadeClassifier loadWithOpenCv(const std::filesystem::path& file) {
  try {
    cv::CascadeClassifier cascade;
    if (cascade.load(file.string()) && !cascade.empty()) {
      std::vector<cv::Rect> faces;
      const cv::Size window = cascade.getOriginalWindowSize();
      cascade.detectMultiScale(cv::Mat::zeros(window * 2, CV_8UC1), faces);
      return cascade;
    }
  } catch (const cv::Exception&) {
    // Told below in words that name the file; OpenCV's name its source lines.
  }
  refuseDamaged(file);
}

int scaled(int length, double scale) {
  return static_cast<int>(std::lround(length * scale));
}

}  // namespace

FaceDetector::FaceDetector(const DetectorOptions& options) : FaceDetector(options, loadStumps(options.cascade)) {}

FaceDetector::FaceDetector(const DetectorOptions& options, std::shared_ptr<const StumpCascade> stumps)
    : options_(options), stumps_(std::move(stumps)), buffers_(std::make_unique<ScanBuffers>()) {
  if (!stumps_) cascade_ = loadWithOpenCv(options.cascade);
}

FaceDetector::FaceDetector(FaceDetector&&) noexcept = default;
FaceDetector::~FaceDetector() = default;

FaceDetector FaceDetector::sibling() const {
  return {options_, stumps_};
}

std::vector<cv::Rect> FaceDetector::detect(const cv::Mat& grey) {
  if (grey.empty()) return {};

  const int longer = std::max(grey.cols, grey.rows);
  const double enlarge = std::max(1.0, static_cast<double>(longer) / options_.maxSearchSide);
  if (enlarge > 1) {
    const cv::Size size(std::max(1, scaled(grey.cols, 1 / enlarge)), std::max(1, scaled(grey.rows, 1 / enlarge)));
    cv::resize(grey, shrunk_, size, 0, 0, cv::INTER_AREA);
  }
  const cv::Size smallest(options_.minFacePixels, options_.minFacePixels);
  std::vector<cv::Rect> faces = multiScale(enlarge > 1 ? shrunk_ : grey, options_.minNeighbours, smallest, cv::Size());

  const cv::Rect whole(0, 0, grey.cols, grey.rows);
  for (cv::Rect& face : faces) {
    if (enlarge > 1)
      face = cv::Rect(scaled(face.x, enlarge), scaled(face.y, enlarge), scaled(face.width, enlarge),
                      scaled(face.height, enlarge));
    face &= whole;
  }
  std::erase_if(faces, [](const cv::Rect& face) { return face.empty(); });
  std::sort(faces.begin(), faces.end(),
            [](const cv::Rect& a, const cv::Rect& b) { return a.x != b.x ? a.x < b.x : a.y < b.y; });
  return faces;
}

std::vector<cv::Rect> FaceDetector::multiScale(const cv::Mat& grey, int minNeighbours, cv::Size minSize,
                                               cv::Size maxSize) {
  if (stumps_)
    return stumps_->detectMultiScale(grey, {options_.scaleFactor, minNeighbours, minSize, maxSize}, *buffers_);
  std::vector<cv::Rect> windows;
  cascade_.detectMultiScale(grey, windows, options_.scaleFactor, minNeighbours, 0, minSize, maxSize);
  return windows;
}

}  // namespace facewire::vision
