#pragma once

#include <memory>
#include <opencv2/core/mat.hpp>
#include <string>
#include <vector>

#include "facewire/base/lease_pool.hpp"
#include "facewire/vision/encoder.hpp"

namespace facewire::vision {

/// How faces become LBP histograms (Ahonen, Hadid and Pietikainen 2006). The defaults told people apart best, with one
/// rule for all, on AT&T faces, Extended Yale B, Labeled Faces in the Wild and an interview on video.
struct EncoderOptions {
  double faceScale = 1;          ///< side of what is encoded, as a part of the face box's, about its middle: 0.1 to 1
  int faceSide = 74;             ///< every face is brought to this size, in pixels
  bool evenLight = true;         ///< Tan and Triggs' (2010) photometric normalisation
  double blurSigma = 0;          ///< of a Gaussian before the patterns are taken, in pixels of faceSide; 0: none
  std::vector<int> radii{2, 4};  ///< of the LBP circles, in pixels; each has its own histograms, of the same cells
  int neighbours = 8;
  /// Grey levels by which a neighbour must differ from its centre to count, brighter and darker in histograms of their
  /// own (local ternary patterns, Tan and Triggs 2010); 0: local binary patterns, which count every difference.
  int tolerance = 4;
  int gridX = 6;
  int gridY = 6;
  std::vector<double> turns{6, 12};       ///< degrees that `encodeViews` turns a face by, either way
  int shift = 4;                          ///< pixels of faceSide that it moves a face by, in each direction; 0: not
  std::vector<double> sizes{0.93, 1.07};  ///< parts of the face box that it takes for the face, about its middle
  bool mirrored = false;                  ///< whether it also mirrors each of these
  bool refined = true;                    ///< whether there are finer views about the one that fits best

  /// What cv::face::LBPHFaceRecognizer does by default with a face of 96 x 96 pixels: for comparisons.
  static EncoderOptions opencv();
};

/// How a view sees the face: the middle of what it takes for the face, from the box's, in pixels of faceSide along its
/// own axes; its turn; its size, 1 being the face box's.
struct ViewPose {
  double right = 0;
  double down = 0;
  double degrees = 0;
  double size = 1;
};

class ViewEncoder;

/// Encodes faces as LBP histograms.
class FaceEncoder final : public Encoder {
 public:
  /// Throws std::invalid_argument where a cell would hold more than 255 pixels or none, where neighbours is not 8, or
  /// where another option is out of its range.
  explicit FaceEncoder(const EncoderOptions& options);

  Descriptor encode(const FaceChip& chip) const override;

  /// The face as it is (first: what `encode` gives), moved, turned and sized: a probe is as near to a sample as its
  /// nearest view, which forgives the detector's unsteady boxes and a head held askew. This is how faces are aligned:
  /// by search beside each sample, which harmed no set, as aligning by the face alone did (docs/accuracy.md).
  using Encoder::encodeViews;
  void encodeViews(const FaceChip& chip, FaceViews& face) const override;

  /// The face as `encodeNormalised` wants it: CV_8UC1, faceSide x faceSide.
  cv::Mat normalise(const FaceChip& chip) const override;

  /// The histograms of an already normalised face, CV_8UC1: without tolerance, the same numbers, times the cell's
  /// pixels, as cv::face::LBPHFaceRecognizer gives for that picture. Any size whose cells hold 1 to 255 pixels; throws
  /// std::invalid_argument for others.
  /// With several radii, all leave the margin of the largest, so that their cells are the same.
  Descriptor encodeNormalised(const cv::Mat& face) const;

  /// What the counts of each cell of a descriptor from `encode` sum to, over all its histograms: the unit of distances.
  int cellPixels() const override {
    return cellPixels_ * static_cast<int>(options_.radii.size()) * (options_.tolerance > 0 ? 2 : 1);
  }

  /// Names the settings, so that descriptors made with others are told apart: "lbph-r2,4-n8-g6x6-s74-t4-tt".
  const std::string& id() const override { return id_; }

  bool wantsColour() const override { return false; }

 private:
  struct FinerViews;

  void encodeAround(const FaceChip& chip, std::size_t view, std::vector<Descriptor>& finer) const;
  cv::Size viewSize() const;

  EncoderOptions options_;
  int cellPixels_;               ///< of one cell, at one radius
  std::vector<ViewPose> poses_;  ///< of the views, but for the mirrored ones
  std::string id_;
  std::shared_ptr<LeasePool<ViewEncoder>>
      viewEncoders_;  ///< memory to work in; copies share it, whichever lives longest
};

}  // namespace facewire::vision
