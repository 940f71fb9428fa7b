#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

namespace facewire::vision {

/// The difference of two Gaussian blurs of one picture, the narrower less the wider: what two calls of
/// cv::GaussianBlur (CV_32F, border repeated) and cv::subtract give on the same processor, to the last bit. OpenCV fuses
/// its multiply-adds where the processor can, and so does this; elsewhere it calls OpenCV. Keeps its memory from picture
/// to picture. Confined to one thread.
class GaussianDifference {
 public:
  /// `narrow`, `wide`: sigmas in pixels, `narrow` the smaller.
  GaussianDifference(double narrow, double wide);

  /// `picture` and `difference`: CV_32FC1, continuous, of the same size.
  void take(const cv::Mat& picture, cv::Mat& difference);

 private:
  double narrow_;
  double wide_;
  std::vector<float> narrowKernel_;  ///< from the middle outwards
  std::vector<float> wideKernel_;
  std::vector<float> row_;         ///< one with its border
  std::vector<float> narrowRows_;  ///< blurred along the rows
  std::vector<float> wideRows_;
  std::vector<float> made_;  ///< one row of the difference, in whole vectors
};

}  // namespace facewire::vision
