#pragma once

#include <opencv2/core/mat.hpp>
#include <string>

#include "facewire/vision/descriptor.hpp"
#include "facewire/vision/face_chip.hpp"

namespace facewire::vision {

/// How faces become LBP histograms (Ahonen, Hadid and Pietikainen 2006). The defaults told people apart best, with one
/// threshold for all, on AT&T faces, Labeled Faces in the Wild and an interview on video: a small face with few cells
/// forgives the detector's unsteady boxes.
struct EncoderOptions {
  double faceScale = 0.9;  ///< side of what is encoded, as a part of the face box's, about its middle: 0.1 to 1
  int faceSide = 64;       ///< every face is brought to this size, in pixels
  bool evenLight = true;   ///< Tan and Triggs' (2010) photometric normalisation
  double blurSigma = 0;    ///< of a Gaussian before the patterns are taken, in pixels of faceSide; 0: none
  int radius = 2;          ///< of the LBP circle, in pixels
  int neighbours = 8;
  int gridX = 5;
  int gridY = 5;

  /// What cv::face::LBPHFaceRecognizer does by default with a face of 96 x 96 pixels: for comparisons.
  static EncoderOptions opencv();
};

/// Turns a chip into a descriptor. Constant after construction; safe for concurrent use.
class FaceEncoder {
 public:
  /// Throws std::invalid_argument where a cell would hold more than 255 pixels or none, where neighbours is not 8, or
  /// where another option is out of its range.
  explicit FaceEncoder(const EncoderOptions& options);

  /// Precondition: chip.face is inside chip.picture and at least 1 x 1.
  Descriptor encode(const FaceChip& chip) const;

  /// The face as `encodeNormalised` wants it: CV_8UC1, faceSide x faceSide. Same precondition as `encode`.
  cv::Mat normalise(const FaceChip& chip) const;

  /// The histograms of an already normalised face, CV_8UC1: the same numbers, times the cell's pixels, as
  /// cv::face::LBPHFaceRecognizer gives for that picture. Any size whose cells hold 1 to 255 pixels; throws
  /// std::invalid_argument for others.
  Descriptor encodeNormalised(const cv::Mat& face) const;

  /// What the counts of each cell of a descriptor from `encode` sum to.
  int cellPixels() const { return cellPixels_; }

  /// Names the settings, so that descriptors made with others are told apart: "lbph-r2-n8-g5x5-s64-f0.9-tt".
  const std::string& id() const { return id_; }

 private:
  EncoderOptions options_;
  int cellPixels_;
  std::string id_;
};

}  // namespace facewire::vision
