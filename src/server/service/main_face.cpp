#include "main_face.hpp"

#include <algorithm>
#include <string>

#include "facewire/image/jpeg_header.hpp"

namespace facewire::service {
namespace {

/// A find less than a third as wide as the largest is somebody far behind, or no face at all: neither is who is meant.
constexpr int kLargestPassersByShare = 3;

}  // namespace

Result<EnginePool::Lease> leaseWithGrey(const Workshop& workshop, ByteView jpeg, const std::stop_token& stop) {
  const auto header = image::readJpegHeader(jpeg, workshop.options.limits.maxPixels);
  if (!header) return fail(header.error());
  auto engine = workshop.engines.lease(stop);
  if (!engine) return engine;
  if (auto done = (*engine)->decoder.decode(jpeg, *header, image::PixelFormat::grey, (*engine)->grey); !done) {
    return fail(done.error());
  }
  return engine;
}

std::vector<cv::Rect> findMainFaces(Engine& engine) {
  std::vector<cv::Rect> boxes = engine.detector.detect(engine.grey);
  if (boxes.empty()) return boxes;
  const int largest = std::ranges::max(boxes, {}, &cv::Rect::width).width;
  std::erase_if(boxes, [largest](const cv::Rect& box) { return box.width * kLargestPassersByShare < largest; });
  return boxes;
}

Result<cv::Rect> findOneFace(Engine& engine, std::string_view purpose) {
  const std::vector<cv::Rect> boxes = findMainFaces(engine);
  if (boxes.empty()) return fail(ErrorCode::noFace, "no face was found in the picture");
  if (boxes.size() > 1) {
    return fail(ErrorCode::severalFaces, std::to_string(boxes.size()) + " faces were found; a picture to " +
                                             std::string(purpose) + " must show one person only");
  }
  return boxes.front();
}

}  // namespace facewire::service
