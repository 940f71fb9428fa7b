#pragma once

#include <opencv2/core/mat.hpp>
#include <optional>

#include "facewire/vision/area_buffers.hpp"
#include "facewire/vision/face_chip.hpp"
#include "facewire/vision/gaussian_difference.hpp"

namespace facewire::vision {

/// How much of a face a picture really shows. All but `side` are measured on the middle of the face (eyes to mouth) at
/// one fixed size, so they do not depend on how large the face is, or how bright.
struct FaceQuality {
  int side = 0;  ///< of the face in the chip, in pixels: the shorter one
  /// 0 to 1: the share of the contrast between neighbouring pixels that is lost when the face is blurred once more, in
  /// whichever direction it is less (F. Crete et al., "The blur effect", 2007, on the logarithm of the grey values). A
  /// sharp face has 0.2 to 0.3; one blurred by a Gaussian of a fiftieth of its width 0.12.
  double sharpness = 0;
  double detail = 0;  ///< 0 to 1: the share of the face in which neighbouring pixels differ by more than noise
  double dark = 0;    ///< 0 to 1: the share that is black, or as good as black
  double bright = 0;  ///< 0 to 1: the share that is white
};

/// Precondition: chip.face is inside chip.picture and at least 1 x 1. A pure function.
FaceQuality measureQuality(const FaceChip& chip);

/// What measureQuality needs in memory for one face at a time: kept, the next one takes hardly any.
struct QualityBuffers {
  AreaBuffers areas;
  GaussianDifference blur;
  cv::Mat colourless;  ///< the part of a colour chip that is measured
  cv::Mat1b grey;      ///< all that follows is of one size
  cv::Mat1f face;
  cv::Mat1f smooth;
  cv::Mat1f turned;
  cv::Mat1b padded;
};

FaceQuality measureQuality(const FaceChip& chip, QualityBuffers& buffers);

/// What a face must have. Measured; the figures are in docs/face-quality.md.
struct QualityLimits {
  int side = 0;
  double sharpness = 0;
  double detail = 0;
  double bright = 1;  ///< the largest share that may be white
};

enum class QualityFault { tooSmall, tooBlurred, tooDark, tooBright };

/// The first thing that is wrong, in the order of the enumeration with the light before the sharpness, since a face
/// without light is not sharp either. Nothing where the face is good enough. A pure function.
std::optional<QualityFault> findFault(const FaceQuality& quality, const QualityLimits& limits);

}  // namespace facewire::vision
