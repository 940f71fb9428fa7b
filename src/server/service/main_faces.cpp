#include "main_faces.hpp"

#include <algorithm>

namespace facewire::service {
namespace {

/// A find less than a third as wide as the largest is somebody far behind, or no face at all: neither is who is being
/// enrolled.
constexpr int kLargestPassersByShare = 3;

}  // namespace

std::vector<cv::Rect> findMainFaces(Engine& engine) {
  std::vector<cv::Rect> boxes = engine.detector.detect(engine.grey);
  if (boxes.empty()) return boxes;
  const int largest = std::ranges::max(boxes, {}, &cv::Rect::width).width;
  std::erase_if(boxes, [largest](const cv::Rect& box) { return box.width * kLargestPassersByShare < largest; });
  return boxes;
}

}  // namespace facewire::service
