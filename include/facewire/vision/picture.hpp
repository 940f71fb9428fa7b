#pragma once

#include <opencv2/core/mat.hpp>

namespace facewire::vision {

/// A picture as those want it who look for faces in it.
struct Picture {
  cv::Mat grey;      ///< CV_8UC1
  cv::Mat colour{};  ///< CV_8UC3 (BGR), of the same size; empty where it has no colours, or nobody wants them

  const cv::Mat& best(bool wantsColour) const { return wantsColour && !colour.empty() ? colour : grey; }
};

}  // namespace facewire::vision
