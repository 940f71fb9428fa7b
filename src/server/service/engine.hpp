#pragma once

#include <opencv2/core/mat.hpp>
#include <utility>

#include "facewire/image/jpeg_codec.hpp"
#include "facewire/image/jpeg_retoucher.hpp"
#include "facewire/vision/annotator.hpp"
#include "facewire/vision/face_detector.hpp"

namespace facewire::service {

/// What one frame needs while it is in work, buffers included. Leased to one thread at a time.
struct Engine {
  explicit Engine(vision::FaceDetector faceDetector) : detector(std::move(faceDetector)) {}

  image::JpegDecoder decoder;
  image::JpegEncoder encoder;
  image::JpegRetoucher retoucher;
  vision::FaceDetector detector;
  vision::Annotator annotator;
  cv::Mat grey;
  cv::Mat colour;
};

}  // namespace facewire::service
