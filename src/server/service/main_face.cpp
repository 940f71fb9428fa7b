#include "main_face.hpp"

#include <algorithm>
#include <string>

#include "facewire/image/jpeg_header.hpp"

namespace facewire::service {
namespace {

/// A find less than a third as wide as the largest is somebody far behind, or no face at all: neither is who is meant.
constexpr int kLargestPassersByShare = 3;

}  // namespace

Result<EnginePool::Lease> leaseWithPicture(const Workshop& workshop, ByteView jpeg, const std::stop_token& stop) {
  const auto header = image::readJpegHeader(jpeg, workshop.options.limits.maxPixels);
  if (!header) return fail(header.error());
  auto engine = workshop.engines.lease(stop);
  if (!engine) return engine;
  if (auto done = (*engine)->decode(jpeg, *header); !done) {
    return fail(done.error());
  }
  return engine;
}

std::vector<vision::DetectedFace> findMainFaces(Engine& engine) {
  std::vector<vision::DetectedFace> faces = engine.findFaces();
  const auto widthOf = [](const vision::DetectedFace& face) { return face.box.width; };
  if (faces.empty()) return faces;
  const int largest = widthOf(std::ranges::max(faces, {}, widthOf));
  std::erase_if(faces, [&](const auto& face) { return widthOf(face) * kLargestPassersByShare < largest; });
  return faces;
}

Result<vision::DetectedFace> findOneFace(Engine& engine, std::string_view purpose) {
  const std::vector<vision::DetectedFace> faces = findMainFaces(engine);
  if (faces.empty()) return fail(ErrorCode::noFace, "no face was found in the picture");
  if (faces.size() > 1) {
    return fail(ErrorCode::severalFaces, std::to_string(faces.size()) + " faces were found; a picture to " +
                                             std::string(purpose) + " must show one person only");
  }
  return faces.front();
}

}  // namespace facewire::service
