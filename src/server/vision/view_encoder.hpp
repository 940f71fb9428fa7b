#pragma once

#include <opencv2/core/mat.hpp>

#include "even_light.hpp"
#include "face_cutter.hpp"
#include "facewire/vision/descriptor.hpp"
#include "facewire/vision/face_encoder.hpp"
#include "lbp.hpp"

namespace facewire::vision {

/// Makes the descriptors of one chip's views, one after the other, in memory that it keeps from chip to chip. Confined
/// to one thread.
class ViewEncoder {
 public:
  /// `options`: those of a FaceEncoder, which has checked them.
  explicit ViewEncoder(const EncoderOptions& options);

  /// Goes on with that chip. Same precondition as FaceEncoder::encode.
  void begin(const FaceChip& chip) { cutter_.begin(chip); }

  /// The chip's face in that pose, normalised, with a margin of that many pixels. Valid until the next call.
  cv::Mat& normalise(const ViewPose& pose, int margin);

  /// Takes the patterns of a normalised face with its margin, CV_8UC1, for `countAt` to count.
  void takePatterns(const cv::Mat& normal);

  /// The descriptor of the part of that size whose first pixel was at `corner`, in the memory of the one that was
  /// there. Precondition: it is inside.
  void countAt(cv::Point corner, cv::Size size, Descriptor& descriptor) const;

 private:
  EncoderOptions options_;
  int border_;  ///< of pixels without a pattern: the largest radius
  FaceCutter cutter_;
  EvenLight evenLight_;
  PatternPicture patterns_;
};

}  // namespace facewire::vision
