#include "facewire/vision/detected_face.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "similarity.hpp"

namespace facewire::vision {
namespace {

/// In sides of the box of haarcascade_frontalface_default from its corner: the medians of YuNet's landmarks over the
/// 1,990 faces of Labeled Faces in the Wild that both find, left and right made alike.
constexpr double kEyeX = 0.311;
constexpr double kEyeY = 0.392;
constexpr double kNoseY = 0.617;
constexpr double kMouthX = 0.337;
constexpr double kMouthY = 0.782;

}  // namespace

Landmarks usualLandmarks(const cv::Rect& frame) {
  const auto at = [&frame](double x, double y) {
    return cv::Point2f(static_cast<float>(frame.x + x * frame.width), static_cast<float>(frame.y + y * frame.height));
  };
  return {at(kEyeX, kEyeY), at(1 - kEyeX, kEyeY), at(0.5, kNoseY), at(kMouthX, kMouthY), at(1 - kMouthX, kMouthY)};
}

double sharedArea(const cv::Rect& one, const cv::Rect& other) {
  const double both = (one & other).area();
  return both / (one.area() + other.area() - both);
}

std::vector<DetectedFace> asFaces(std::span<const cv::Rect> boxes) {
  std::vector<DetectedFace> faces;
  asFaces(boxes, faces);
  return faces;
}

void asFaces(std::span<const cv::Rect> boxes, std::vector<DetectedFace>& faces) {
  faces.clear();
  for (const cv::Rect& box : boxes) faces.push_back({box});
}

void keepLargest(std::vector<DetectedFace>& faces, std::size_t most) {
  if (faces.size() <= most) return;
  std::vector<int> areas;
  areas.reserve(faces.size());
  for (const DetectedFace& face : faces) areas.push_back(face.box.area());
  const auto last = areas.begin() + static_cast<std::ptrdiff_t>(most);
  std::ranges::nth_element(areas, last, std::greater());
  const int tooSmall = *last;
  // Of those that are as large as the largest left out, the first ones fill the places.
  auto room =
      most - static_cast<std::size_t>(std::count_if(areas.begin(), last, [&](int area) { return area > tooSmall; }));
  std::erase_if(faces, [&](const DetectedFace& face) {
    if (face.box.area() > tooSmall) return false;
    if (face.box.area() < tooSmall || room == 0) return true;
    --room;
    return false;
  });
}

std::vector<cv::Rect> boxesOf(std::span<const DetectedFace> faces) {
  std::vector<cv::Rect> boxes;
  boxesOf(faces, boxes);
  return boxes;
}

void boxesOf(std::span<const DetectedFace> faces, std::vector<cv::Rect>& boxes) {
  boxes.clear();
  for (const DetectedFace& face : faces) boxes.push_back(face.box);
}

cv::Rect DetectedFace::frame() const {
  if (!landmarks) return box;
  constexpr int kUnit = 1000;
  const Similarity fit = fitSimilarity(usualLandmarks({0, 0, kUnit, kUnit}), *landmarks);
  // Of a face in profile the landmarks lie close together across, and the fit is too small for its height.
  const double side = std::max({fit.scale() * kUnit, 0.8 * box.width, 0.8 * box.height, 1.0});
  const cv::Point2d middle = fit({kUnit / 2.0, kUnit / 2.0});
  return {static_cast<int>(std::lround(middle.x - side / 2)), static_cast<int>(std::lround(middle.y - side / 2)),
          std::max(1, static_cast<int>(std::lround(side))), std::max(1, static_cast<int>(std::lround(side)))};
}

}  // namespace facewire::vision
