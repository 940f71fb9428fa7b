#pragma once

#include <filesystem>

#include "facewire/vision/network_encoder.hpp"
#include "pictures.hpp"

namespace facewire::vision {

inline std::filesystem::path yuNetModel() {
  return sharedData() / "models" / "face_detection_yunet_2022mar.onnx";
}

inline YuNetOptions yuNetOptions() {
  YuNetOptions options;
  options.model = yuNetModel();
  return options;
}

/// MobileFaceNet as cv::FaceRecognizerSF takes it, which does not normalise: the network does.
inline NetworkEncoderOptions mobileFaceNet() {
  NetworkEncoderOptions options;
  options.model = sharedData() / "models" / "mobilefacenet-v0.caffemodel";
  options.config = sharedData() / "models" / "mobilefacenet-v0.facerecognizersf.prototxt";
  options.landmarks = yuNetOptions();
  return options;
}

/// The same network as it was published, with its normalisation declared.
inline NetworkEncoderOptions plainMobileFaceNet() {
  NetworkEncoderOptions options = mobileFaceNet();
  options.config = sharedData() / "models" / "mobilefacenet-v0.prototxt";
  options.mean = 127.5;
  options.scale = 0.0078125;
  return options;
}

}  // namespace facewire::vision
