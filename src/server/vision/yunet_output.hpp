#pragma once

#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <vector>

#include "facewire/vision/detected_face.hpp"

namespace facewire::vision {

/// What YuNet says of one place.
struct YuNetFind {
  cv::Rect2f box;
  Landmarks landmarks;
  float score;  ///< 0 to 1
};

/// YuNet's three outputs for a picture of size `input` as finds: `places` (N x 14: centre, size and landmarks, as
/// offsets from N fixed boxes), `classes` (N x 2) and `overlaps` (N x 1), all CV_32F. Finds of at least `confidence`,
/// and of those that share more than `overlap` of their area the surest; in pixels of `input`, surest first. Throws
/// cv::Exception where the outputs are not of these shapes for that size. A pure function.
std::vector<YuNetFind> readYuNet(const cv::Mat& places, const cv::Mat& classes, const cv::Mat& overlaps, cv::Size input,
                                 float confidence, float overlap);

}  // namespace facewire::vision
