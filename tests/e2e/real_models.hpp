#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace facewire::test {

/// The folder of real pictures and networks beside the repository, or FACEWIRE_SHARED_DATA. Tests that need it skip
/// where it is absent.
inline std::filesystem::path sharedData() {
  if (const char* folder = std::getenv("FACEWIRE_SHARED_DATA")) return folder;
  return FACEWIRE_SOURCE_DIR "/../shared/data";
}

/// The networks in it.
struct RealModels {
  std::string yunet = sharedData() / "models" / "face_detection_yunet_2022mar.onnx";
  std::string network = sharedData() / "models" / "mobilefacenet-v0.caffemodel";
  /// Of the network, with its own normalisation in it.
  std::string config = sharedData() / "models" / "mobilefacenet-v0.facerecognizersf.prototxt";
  /// The same without: it needs 127.5 and 1/128.
  std::string plainConfig = sharedData() / "models" / "mobilefacenet-v0.prototxt";

  bool exist() const {
    for (const std::string& file : {yunet, network, config, plainConfig}) {
      if (!std::filesystem::exists(file)) return false;
    }
    return true;
  }

  std::vector<std::string> findingByYuNet() const { return {"--detector-model", yunet}; }
  std::vector<std::string> encodingByNetwork() const {
    return {"--recognizer-model", network, "--recognizer-config", config};
  }
  std::vector<std::string> deep() const {
    return {"--engine",           "deep",  "--detector-model",    yunet,
            "--recognizer-model", network, "--recognizer-config", config};
  }
};

}  // namespace facewire::test
