#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <vector>

#include "facewire/vision/gaussian_difference.hpp"

namespace facewire::vision {

/// Takes uneven light out of faces: X. Tan and B. Triggs, "Enhanced local texture feature sets for face recognition
/// under difficult lighting conditions" (2010), section II: gamma 0.2, difference of Gaussians (1 and 2 pixels),
/// contrast equalisation (exponent 0.1, bound 10). Keeps its memory from face to face. Confined to one thread.
class EvenLight {
 public:
  /// `face` and `even`: CV_8UC1 of the same size; `even` gets middle grey where the paper has 0. May be the same.
  void take(const cv::Mat& face, cv::Mat& even);

 private:
  GaussianDifference difference_;
  cv::Mat brightMemory_;
  cv::Mat sizesMemory_;
  std::vector<float> detailMemory_;
  std::vector<std::uint8_t> levels_;
};

}  // namespace facewire::vision
