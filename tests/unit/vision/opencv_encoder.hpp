#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "facewire/vision/descriptor.hpp"
#include "facewire/vision/face_chip.hpp"
#include "facewire/vision/face_encoder.hpp"

namespace facewire::vision::test {

/// What FaceEncoder gives, by OpenCV's functions and plain loops, one view after the other: what the encoder's own
/// arithmetic must equal to the last bit, and what its speed is measured against.
class OpenCvEncoder {
 public:
  explicit OpenCvEncoder(const EncoderOptions& options) : options_(options) {}

  std::vector<Descriptor> encodeViews(const FaceChip& chip) const;
  std::vector<Descriptor> encodeAround(const FaceChip& chip, std::size_t view) const;
  Descriptor encodeNormalised(const cv::Mat& face) const;

 private:
  cv::Mat normaliseAs(const FaceChip& chip, const ViewPose& pose, int margin) const;

  EncoderOptions options_;
};

/// FaceEncoder's photometric normalisation by OpenCV's functions.
cv::Mat evenLight(const cv::Mat& face);

}  // namespace facewire::vision::test
