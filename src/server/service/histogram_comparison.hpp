#pragma once

#include <cstddef>
#include <opencv2/core/mat.hpp>
#include <vector>

#include "facewire/gallery/decision.hpp"
#include "facewire/gallery/gallery_snapshot.hpp"
#include "facewire/service/recognition_service.hpp"

namespace facewire::service {

/// A face beside those who came out of an OpenCV file, by OpenCV's distance.
struct HistogramComparison {
  std::vector<gallery::PersonMatch> matches;  ///< nearest first
  gallery::DecisionOptions rule;              ///< its limits are in OpenCV's distances
  gallery::Decision decision;
};

/// One comparison for each kind of histograms in the snapshot, with the `count` nearest people. `grey`: the whole
/// picture, CV_8UC1; `frame`: the face in it, as far as it reaches. Safe for concurrent use.
std::vector<HistogramComparison> compareWithHistograms(const ServiceOptions& options,
                                                       const gallery::GallerySnapshot& snapshot, const cv::Mat& grey,
                                                       const cv::Rect& frame, std::size_t count);

}  // namespace facewire::service
