#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <opencv2/core/matx.hpp>
#include <vector>

namespace facewire::vision {

/// Takes a picture from another that is turned, sized and moved: what cv::warpAffine (INTER_LINEAR | WARP_INVERSE_MAP,
/// BORDER_REPLICATE) gives, to the last bit. Keeps its memory from picture to picture. Confined to one thread.
class BilinearWarp {
 public:
  /// `framed`: the old picture, CV_8UC1, with its edge repeated once all around it. `back`: from the new picture's
  /// pixels to the old one's, without that frame. `warped`: CV_8UC1, and not the same.
  void take(const cv::Mat& framed, const cv::Matx23d& back, cv::Mat& warped);

 private:
  // One row of the new picture, in whole vectors.
  std::vector<std::int32_t> across_;  ///< where each pixel is in the old one, from where the row begins
  std::vector<std::int32_t> down_;
  std::vector<std::int32_t> offsets_;  ///< of the upper left of the four pixels about it, in the old picture
  std::vector<std::int32_t> right_;    ///< its part of a pixel to the right of that, in 32nds
  std::vector<std::int32_t> below_;    ///< the same downwards
  std::vector<std::uint16_t> upper_;   ///< the upper two of the four pixels
  std::vector<std::uint16_t> lower_;
  std::vector<std::uint8_t> row_;
};

}  // namespace facewire::vision
