#pragma once

#include <opencv2/core/matx.hpp>
#include <opencv2/core/types.hpp>

#include "facewire/vision/detected_face.hpp"

namespace facewire::vision {

/// A turn, a scale and a shift: p -> (a x - b y + right, b x + a y + down).
struct Similarity {
  double a = 1;
  double b = 0;
  double right = 0;
  double down = 0;

  double scale() const;
  cv::Point2d operator()(const cv::Point2d& point) const;
  cv::Matx23d matrix() const { return {a, -b, right, b, a, down}; }
};

/// The one that brings `from` nearest to `to`, by the sum of squared distances (S. Umeyama, "Least-squares estimation
/// of transformation parameters between two point patterns", 1991, in the plane and without reflections). Where all
/// points of `from` are one, a shift.
Similarity fitSimilarity(const Landmarks& from, const Landmarks& to);

}  // namespace facewire::vision
