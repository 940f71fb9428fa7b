#pragma once

#include <string>

#include "facewire/vision/descriptor.hpp"
#include "facewire/vision/face_chip.hpp"

namespace facewire::vision {

/// How faces become LBP histograms (Ahonen, Hadid and Pietikainen 2006).
struct EncoderOptions {
  int faceSide = 96;  ///< every face is brought to this size first, in pixels
  int radius = 1;     ///< of the LBP circle, in pixels
  int neighbours = 8;
  int gridX = 8;
  int gridY = 8;
};

/// Turns a chip into a descriptor. Constant after construction; safe for concurrent use.
class FaceEncoder {
 public:
  /// Throws std::invalid_argument where a cell would hold more than 255 pixels or none, or where neighbours is not 8.
  explicit FaceEncoder(const EncoderOptions& options);

  /// Precondition: chip.face is inside chip.picture and at least 1 x 1.
  Descriptor encode(const FaceChip& chip) const;

  /// The histograms of an already normalised face, CV_8UC1: the same numbers, times the cell's pixels, as
  /// cv::face::LBPHFaceRecognizer gives for that picture.
  Descriptor encodeNormalised(const cv::Mat& face) const;

  /// Names the settings, so that descriptors made with others are told apart: "lbph-r1-n8-g8x8-s96".
  const std::string& id() const { return id_; }

  /// The pixels of one cell: what each histogram of 256 counts sums to.
  int cellPixels() const;

 private:
  EncoderOptions options_;
  std::string id_;
};

}  // namespace facewire::vision
