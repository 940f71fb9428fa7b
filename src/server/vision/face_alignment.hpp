#pragma once

#include <opencv2/core/mat.hpp>

#include "facewire/vision/detected_face.hpp"

namespace facewire::vision {

/// The face turned, scaled and moved so that its landmarks are nearest to where networks for faces of 112 x 112 pixels
/// expect them (the template of ArcFace and SFace): CV_8UC3. `picture`: CV_8UC1 or CV_8UC3. What lies beyond it is
/// black. A pure function.
cv::Mat alignFace(const cv::Mat& picture, const Landmarks& landmarks);

}  // namespace facewire::vision
