#pragma once

#include <variant>
#include <vector>

#include "facewire/vision/detected_face.hpp"
#include "facewire/vision/face_detector.hpp"
#include "facewire/vision/picture.hpp"
#include "facewire/vision/yunet.hpp"

namespace facewire::vision {

/// Which detector is wanted.
using FinderOptions = std::variant<DetectorOptions, YuNetOptions>;

/// The detector of an engine, whichever it is. Confined to one thread.
class FaceFinder {
 public:
  /// Throws as the detectors' constructors do.
  explicit FaceFinder(const FinderOptions& options);

  /// Another with the same options, for another thread; what can be shared is.
  FaceFinder sibling() const;

  /// All faces in the picture, from left to right.
  std::vector<DetectedFace> detect(const Picture& picture);

  bool wantsColour() const { return yunet() != nullptr; }

  /// The one that it is; nothing where it is the other.
  FaceDetector* haar() { return std::get_if<FaceDetector>(&detector_); }
  YuNet* yunet() { return std::get_if<YuNet>(&detector_); }
  const YuNet* yunet() const { return std::get_if<YuNet>(&detector_); }

 private:
  using Detector = std::variant<FaceDetector, YuNet>;
  explicit FaceFinder(Detector detector) : detector_(std::move(detector)) {}

  Detector detector_;
};

}  // namespace facewire::vision
