#pragma once

#include <array>
#include <cstddef>
#include <opencv2/core/mat.hpp>

namespace facewire::vision {

/// A picture blurred by a Gaussian of 1 pixel less the same blurred by one of 2: what two calls of cv::GaussianBlur
/// (CV_32F, border repeated) and cv::subtract give on the same processor, to the last bit. OpenCV fuses its
/// multiply-adds where the processor can, and so does this; elsewhere it calls OpenCV. Keeps its memory from picture to
/// picture. Confined to one thread.
class GaussianDifference {
 public:
  static constexpr double kNarrowSigma = 1;
  static constexpr double kWideSigma = 2;
  /// Pixels that a kernel reaches to either side.
  static constexpr std::ptrdiff_t kNarrowReach = 4;
  static constexpr std::ptrdiff_t kWideReach = 8;

  GaussianDifference();

  /// `picture` and `difference`: CV_32FC1, of the same size.
  void take(const cv::Mat& picture, cv::Mat& difference);

  /// The first of the two alone. Same preconditions.
  void blurNarrowly(const cv::Mat& picture, cv::Mat& blurred);

 private:
  void makeRoom(cv::Size size);
  /// The row with its border; its first pixel, in row_.
  const float* bordered(const float* pixels, std::size_t width);

  std::array<float, kNarrowReach + 1> narrow_;  ///< the kernel from its middle outwards
  std::array<float, kWideReach + 1> wide_;
  // Wider than the picture, for whole vectors.
  cv::Mat1f row_;         ///< one with its border
  cv::Mat1f narrowRows_;  ///< blurred along the rows
  cv::Mat1f wideRows_;
  cv::Mat1f made_;  ///< one row of the difference
  // Of all of these but for their sizes.
  cv::Mat rowMemory_;
  cv::Mat narrowMemory_;
  cv::Mat wideMemory_;
  cv::Mat madeMemory_;
};

}  // namespace facewire::vision
