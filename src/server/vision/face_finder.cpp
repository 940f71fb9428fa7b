#include "facewire/vision/face_finder.hpp"

#include <utility>

namespace facewire::vision {
namespace {

std::variant<FaceDetector, YuNet> makeDetector(const DetectorOptions& options) {
  return FaceDetector(options);
}

std::variant<FaceDetector, YuNet> makeDetector(const YuNetOptions& options) {
  return YuNet(options);
}

}  // namespace

FaceFinder::FaceFinder(const FinderOptions& options)
    : detector_(std::visit([](const auto& kind) { return makeDetector(kind); }, options)) {}

FaceFinder FaceFinder::sibling() const {
  return FaceFinder(std::visit([](const auto& detector) { return Detector(detector.sibling()); }, detector_));
}

std::vector<DetectedFace> FaceFinder::detect(const Picture& picture) {
  if (YuNet* const network = yunet()) return network->detect(picture.best(true));
  return asFaces(haar()->detect(picture.grey));
}

}  // namespace facewire::vision
