#include "facewire/vision/face_detector.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
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

/// Brings what was found in a picture of size `searched` to pixels of the one of size `grey`; inside it, from left to
/// right.
void placeIn(std::vector<cv::Rect>& faces, cv::Size searched, cv::Size grey) {
  const double enlarge =
      static_cast<double>(std::max(grey.width, grey.height)) / std::max(searched.width, searched.height);
  for (cv::Rect& face : faces) {
    if (searched != grey)
      face = cv::Rect(scaled(face.x, enlarge), scaled(face.y, enlarge), scaled(face.width, enlarge),
                      scaled(face.height, enlarge));
    face &= cv::Rect({}, grey);
  }
  std::erase_if(faces, [](const cv::Rect& face) { return face.empty(); });
  std::ranges::sort(faces, [](const cv::Rect& a, const cv::Rect& b) { return a.x != b.x ? a.x < b.x : a.y < b.y; });
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
  const cv::Mat& picture = searched(grey);
  const cv::Size smallest(options_.minFacePixels, options_.minFacePixels);
  std::vector<cv::Rect> faces = multiScale(picture, options_.minNeighbours, smallest, cv::Size());
  placeIn(faces, picture.size(), grey.size());
  return faces;
}

const cv::Mat& FaceDetector::searched(const cv::Mat& grey) {
  const int longer = std::max(grey.cols, grey.rows);
  if (longer <= options_.maxSearchSide) return grey;
  const double enlarge = static_cast<double>(longer) / options_.maxSearchSide;
  const cv::Size size(std::max(1, scaled(grey.cols, 1 / enlarge)), std::max(1, scaled(grey.rows, 1 / enlarge)));
  cv::resize(grey, shrunk_, size, 0, 0, cv::INTER_AREA);
  return shrunk_;
}

std::vector<ScanLayer> FaceDetector::layers(cv::Size searched) const {
  return scanLayers(searched, windowSize(), options_.scaleFactor, options_.minFacePixels);
}

void FaceDetector::findWindows(const cv::Mat& searched, const ScanLayer& layer, const ScanPart& part,
                               std::span<const cv::Rect> spared, std::vector<Window>& windows) {
  const int weight = part.step.area() / (layer.step * layer.step);
  const auto add = [&](cv::Point corner) {
    const cv::Point place(cvRound(static_cast<float>(corner.x) * layer.scale),
                          cvRound(static_cast<float>(corner.y) * layer.scale));
    windows.push_back({cv::Rect(place, layer.face), weight});
  };
  if (stumps_) {
    std::ranges::for_each(stumps_->scanPart(searched, layer.size, part.corners, part.step, spared, *buffers_), add);
    return;
  }
  // OpenCV tries every second window; shifted by one pixel, the others.
  const cv::Size shift(part.step.width, part.step.height % 2 == 0 ? 2 : 1);
  for (int down = 0; down < 2; down += shift.height) {
    for (int right = 0; right < 2; right += shift.width) {
      if (right >= part.corners.width || down >= part.corners.height) continue;
      const cv::Rect corners(part.corners.tl() + cv::Point(right, down), part.corners.br());
      for (const cv::Point& corner : scanByOpenCv(searched, layer.size, corners)) {
        if ((corner.y - part.corners.y) % part.step.height != 0) continue;
        if (std::ranges::none_of(spared, [&](const cv::Rect& some) { return some.contains(corner); })) add(corner);
      }
    }
  }
}

/// Every second window, as StumpCascade::scanPart has them.
std::vector<cv::Point> FaceDetector::scanByOpenCv(const cv::Mat& searched, cv::Size size, const cv::Rect& corners) {
  const cv::Size window = windowSize();
  // One row more than the windows need: OpenCV leaves out the last row of windows where their number of pixels is odd.
  shrinkPart(searched, size, {corners.tl(), corners.size() + window - cv::Size(1, 0)}, part_);
  std::vector<cv::Point> passed;
  for (const cv::Rect& found : multiScale(part_, 0, window, window)) passed.push_back(corners.tl() + found.tl());
  return passed;
}

const std::vector<Window>& FaceDetector::group(std::span<const Window> windows) {
  return grouper_.group(windows, options_.minNeighbours);
}

void FaceDetector::boxesOf(std::span<const Window> windows, cv::Size searched, cv::Size grey,
                           std::vector<cv::Rect>& boxes) {
  boxes.clear();
  std::ranges::transform(group(windows), std::back_inserter(boxes), &Window::box);
  placeIn(boxes, searched, grey);
}

cv::Size FaceDetector::windowSize() const {
  return stumps_ ? stumps_->window() : cascade_.getOriginalWindowSize();
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
