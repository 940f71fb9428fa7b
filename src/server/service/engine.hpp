#pragma once

#include <opencv2/core/mat.hpp>
#include <utility>
#include <vector>

#include "face_comparison.hpp"
#include "facewire/base/bytes.hpp"
#include "facewire/base/result.hpp"
#include "facewire/image/jpeg_codec.hpp"
#include "facewire/image/jpeg_retoucher.hpp"
#include "facewire/tracking/search_buffers.hpp"
#include "facewire/vision/annotator.hpp"
#include "facewire/vision/face_finder.hpp"

namespace facewire::service {

/// What one frame needs while it is in work, buffers included. Leased to one thread at a time.
struct Engine {
  /// `encodesColour`: whether who encodes the faces wants colours; the finder says so itself.
  Engine(vision::FaceFinder faceFinder, bool encodesColour)
      : finder(std::move(faceFinder)), wantsColour(encodesColour || finder.wantsColour()) {}

  /// Reads the picture for finder and encoder: `grey`, and `colour` where one of them wants it and the picture has any.
  /// Errors: JpegDecoder's.
  Result<void> decode(ByteView jpeg, const image::JpegHeader& header);

  /// The same in colour, whoever wants it, where the picture has any.
  Result<void> decodeInColour(ByteView jpeg, const image::JpegHeader& header);

  /// What was decoded last.
  vision::Picture picture() const { return {grey, isInColour ? colour : cv::Mat()}; }

  /// All faces in it.
  std::vector<vision::DetectedFace> findFaces() { return finder.detect(picture()); }

  image::JpegDecoder decoder;
  image::JpegEncoder encoder;
  image::JpegRetoucher retoucher;
  vision::FaceFinder finder;
  tracking::SearchBuffers search;
  FaceComparer comparer;
  std::vector<vision::Mark> marks;
  vision::Annotator annotator;
  const bool wantsColour;
  bool isInColour = false;  ///< whether `colour` is the picture: it is drawn on, too
  cv::Mat grey;
  cv::Mat colour;
};

}  // namespace facewire::service
