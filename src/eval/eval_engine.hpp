#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <optional>
#include <string>
#include <vector>

#include "facewire/gallery/decision.hpp"
#include "facewire/gallery/face_index.hpp"
#include "facewire/vision/descriptor.hpp"
#include "facewire/vision/face_encoder.hpp"
#include "facewire/vision/face_finder.hpp"
#include "facewire/vision/network_encoder.hpp"

namespace facewire::eval {

/// Everything that decides what an engine says of a picture.
struct EngineSettings {
  std::string name;
  vision::DetectorOptions detector;
  vision::EncoderOptions encoder;
  gallery::DecisionOptions decision;
  int minNamedPixels = 0;                                  ///< smaller faces are not named
  std::optional<vision::YuNetOptions> yunet{};             ///< instead of `detector`
  std::optional<vision::NetworkEncoderOptions> network{};  ///< instead of `encoder`

  bool wantsColour() const { return yunet || network; }
};

/// What the server does by default, `cascade` apart.
EngineSettings facewireEngine(const std::filesystem::path& cascade);

/// OpenCV as it comes: detectMultiScale (1.1, 3 neighbours), LBPH with radius 1, 8 x 8 cells and no normalisation, a
/// threshold and nothing else.
EngineSettings opencvEngine(const std::filesystem::path& cascade);

/// How a face is taken from a picture.
enum class Framing {
  detected,     ///< the main face that the detector finds
  cropped,      ///< the picture is the face
  enrolledCrop  ///< the picture is a face, enrolled as the server enrols with --cropped
};

/// One face: as it is first, which is what is enrolled, then the other views that a probe is compared by.
using FaceViews = vision::FaceViews;

/// A face's descriptors, or nothing where no face was found.
using MaybeDescriptor = std::optional<FaceViews>;

/// Pictures to descriptors, with the server's own parts: the one place of this program that knows them, together with
/// EvalGallery. Confined to one thread.
class EvalEngine {
 public:
  /// Throws std::runtime_error (cascade, models) and std::invalid_argument (encoder options).
  explicit EvalEngine(const EngineSettings& settings);

  std::vector<vision::DetectedFace> findFaces(const vision::Picture& picture) { return finder_.detect(picture); }
  vision::FaceFinder& finder() { return finder_; }

  FaceViews describe(const vision::Picture& picture, const vision::DetectedFace& face) const;
  MaybeDescriptor describe(const vision::Picture& picture, Framing framing);

 private:
  vision::FaceFinder finder_;
  std::unique_ptr<const vision::Encoder> encoder_;
};

/// What a gallery says of a probe.
struct Answer {
  std::optional<std::size_t> nearest;  ///< the person; nobody in an empty gallery
  double confidence = 0;               ///< what ranks answers from sure to unsure: the decision's score
  bool named = false;
  std::vector<gallery::PersonMatch> matches;  ///< what was decided on: the nearest person and the next
  gallery::Decision decision;
};

/// Enrolled descriptors and the decision about a probe. Safe for concurrent use once filled.
class EvalGallery {
 public:
  explicit EvalGallery(const EngineSettings& settings);

  void enrol(std::size_t person, const FaceViews& descriptor);
  Answer identify(const FaceViews& probe) const;

 private:
  gallery::DecisionOptions decision_;
  gallery::FaceIndex index_;
};

/// Compares two faces, 1:1. Safe for concurrent use.
class FaceComparer {
 public:
  explicit FaceComparer(const EngineSettings& settings);
  double distanceBetween(const FaceViews& one, const FaceViews& other) const;

 private:
  int cellPixels_;
};

/// Names the detector and its settings.
std::string describeDetector(const EngineSettings& settings);

/// Names the encoder's settings. Throws as EvalEngine does.
std::string encoderId(const EngineSettings& settings);

}  // namespace facewire::eval
