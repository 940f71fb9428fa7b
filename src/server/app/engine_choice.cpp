#include "engine_choice.hpp"

#include "facewire/vision/face_encoder.hpp"
#include "facewire/vision/network_encoder.hpp"
#include "library_messages.hpp"

namespace facewire::app {
namespace {

/// Stored pictures are small, and the landmarks of their faces are to be as exact as they get.
constexpr int kLandmarksFromPixels = 12;

vision::YuNetOptions yunetOptions(const Options& options) {
  vision::YuNetOptions yunet;
  yunet.model = options.detectorModel;
  yunet.confidence = static_cast<float>(options.detectorConfidence);
  yunet.minFacePixels = options.minFacePixels;
  return yunet;
}

vision::NetworkEncoderOptions networkOptions(const Options& options) {
  vision::NetworkEncoderOptions network;
  network.model = options.recognizerModel;
  network.config = options.recognizerConfig;
  network.mean = options.recognizerMean;
  network.scale = options.recognizerScale;
  network.channels = options.recognizerChannels == "bgr" ? vision::ChannelOrder::bgr : vision::ChannelOrder::rgb;
  // Also where a cascade finds the faces: it gives no landmarks.
  if (!options.detectorModel.empty()) {
    network.landmarks = yunetOptions(options);
    network.landmarks->minFacePixels = kLandmarksFromPixels;
  }
  return network;
}

vision::FinderOptions finderOptions(const Options& options) {
  if (findsByNetwork(options)) return yunetOptions(options);
  vision::DetectorOptions haar;
  haar.cascade = options.cascade;
  return haar;
}

}  // namespace

std::unique_ptr<vision::Encoder> makeEncoder(const Options& options) {
  const MutedStandardError muted;
  try {
    const vision::FaceFinder canBeMade(finderOptions(options));
    if (encodesByNetwork(options)) return std::make_unique<vision::NetworkEncoder>(networkOptions(options));
    return std::make_unique<vision::FaceEncoder>(vision::EncoderOptions{});
  } catch (const std::runtime_error& error) {
    throw UnusableConfiguration(error.what());
  }
}

void chooseEngine(const Options& options, service::ServiceOptions& out) {
  out.detector = finderOptions(options);
  if (encodesByNetwork(options)) {
    out.decision = gallery::DecisionOptions::ofEmbeddings();
    out.marks = service::DistanceMarks::ofNetworks();
    out.rest = tracking::Rest::ofNetworks();
  }
}

std::string describeEngine(const Options& options) {
  std::string text = "faces are found by ";
  text += findsByNetwork(options) ? "YuNet (" + options.detectorModel.string() + ")"
                                  : "a Haar cascade (" + options.cascade.string() + ")";
  text += ", recognised by ";
  text += encodesByNetwork(options) ? "a network (" + options.recognizerModel.string() + ")" : "LBPH";
  const bool leavesOutDetector =
      !findsByNetwork(options) && !encodesByNetwork(options) && !options.detectorModel.empty();
  const bool leavesOutRecognizer = !encodesByNetwork(options) && !options.recognizerModel.empty();
  if (leavesOutDetector || leavesOutRecognizer) {
    text += "; the named model is not used: --engine deep does, or --detector yunet, --recognizer network";
  }
  return text;
}

}  // namespace facewire::app
