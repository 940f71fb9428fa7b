#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "facewire/vision/encoder.hpp"
#include "facewire/vision/yunet.hpp"

namespace facewire::vision {

enum class ChannelOrder { rgb, bgr };

/// A network that makes an embedding of a face of 112 x 112 pixels, and what it wants to be given. The defaults are
/// what cv::FaceRecognizerSF gives.
struct NetworkEncoderOptions {
  std::filesystem::path model;
  std::filesystem::path config{};  ///< of a network in two files, as Caffe's; else empty
  double mean = 0;                 ///< taken from each value, which are 0 to 255
  double scale = 1;                ///< each is multiplied by this then
  ChannelOrder channels = ChannelOrder::rgb;
  /// Finds the landmarks by which faces are aligned that come without. With none, these are taken to be where they
  /// usually are in the face's frame.
  std::optional<YuNetOptions> landmarks{};
};

/// Encodes faces as embeddings of length 1 by a network for aligned faces (SFace, MobileFaceNet, ArcFace and their
/// like; Deng et al., "ArcFace: Additive Angular Margin Loss for Deep Face Recognition", 2019), by cv::dnn.
class NetworkEncoder final : public Encoder {
 public:
  /// Side of what the network is given, in pixels.
  static constexpr int kSide = 112;

  /// Throws std::runtime_error naming the file and the remedy: missing, damaged, of a kind that cv::dnn cannot read, or
  /// a network that does not make one vector of a face.
  explicit NetworkEncoder(const NetworkEncoderOptions& options);
  ~NetworkEncoder() override;

  /// A chip without landmarks is searched for them first. Throws cv::Exception where the network fails.
  Descriptor encode(const FaceChip& chip) const override;
  using Encoder::encodeViews;
  void encodeViews(const FaceChip& chip, FaceViews& face) const override;

  /// The aligned face: CV_8UC3, kSide x kSide.
  cv::Mat normalise(const FaceChip& chip) const override;

  int cellPixels() const override { return 1; }

  /// "net-sface-1a2b3c4d-rgb": the model file's name, the checksum of the files, and how faces are given to it.
  const std::string& id() const override { return id_; }

  bool wantsColour() const override { return true; }

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
  std::string id_;
};

}  // namespace facewire::vision
