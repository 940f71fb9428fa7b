#pragma once

#include <cstddef>
#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <vector>

#include "area_shrink.hpp"
#include "bilinear_warp.hpp"
#include "facewire/vision/face_chip.hpp"
#include "facewire/vision/face_encoder.hpp"

namespace facewire::vision {

/// Cuts the face of one chip in one pose after the other. The chip is made grey once, and shrunk once for all poses
/// that need it at the same size. Keeps its memory from chip to chip. Confined to one thread.
class FaceCutter {
 public:
  /// `scale`: the part of the face box that is cut, about its middle. `side`: of what it becomes, in pixels.
  FaceCutter(double scale, int side);

  /// Goes on with that chip. Precondition: chip.face is inside chip.picture and at least 1 x 1.
  void begin(const FaceChip& chip);

  /// The face as the pose says, CV_8UC1, with a margin of that many pixels around it, as far as the chip reaches and
  /// the chip's edge repeated beyond. Valid until the next call.
  cv::Mat& cut(const ViewPose& pose, int margin);

 private:
  /// Of whatever size, in memory that grows to the largest.
  struct Framed {
    std::vector<std::uint8_t> pixels;
    cv::Size size;

    cv::Mat picture() { return {size, CV_8UC1, pixels.data()}; }
  };

  /// The chip shrunk to that size, with its edge repeated once all around it.
  cv::Mat framed(cv::Size size);

  double scale_;
  int side_;
  cv::Mat grey_;
  cv::Mat colourless_;  ///< memory for `grey_` of a colour chip
  cv::Rect part_;       ///< of `grey_` that is the face
  std::vector<Framed> framed_;
  std::size_t framedCount_ = 0;  ///< those that are of this chip
  AreaBuffers areas_;
  BilinearWarp warp_;
  cv::Mat faceMemory_;
  cv::Mat face_;
};

}  // namespace facewire::vision
