#pragma once

#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <optional>
#include <span>
#include <vector>

#include "facewire/vision/yunet.hpp"

namespace facewire::tracking {

/// Finds the faces on one connection's frames with a network at a part of the full search's cost: on most frames only
/// the surroundings of the places where faces are expected are searched, and everything on every kFrames-th, where one
/// face more than on the last frame is not at its place, and where there are so many that it costs no more. Keeps no
/// pictures. Confined to one thread.
class NetworkSearch {
 public:
  /// A new face is found on one of so many frames.
  static constexpr int kFrames = 5;

  /// The full search, which begins the cycle anew: for the first frame of a scene. `picture` here and below: CV_8UC1 or
  /// CV_8UC3.
  std::vector<vision::DetectedFace> findAnywhere(vision::YuNet& detector, const cv::Mat& picture);

  /// For the frames after it. `expected`: where faces should be.
  std::vector<vision::DetectedFace> findNear(vision::YuNet& detector, const cv::Mat& picture,
                                             std::span<const cv::Rect> expected);

 private:
  /// As findNear, but nothing where more places than on the last frame turn out to be empty.
  std::optional<std::vector<vision::DetectedFace>> searchPlaces(vision::YuNet& detector, const cv::Mat& picture,
                                                                std::span<const cv::Rect> expected) const;

  int sinceFull_ = 0;       ///< frames
  std::size_t notMet_ = 0;  ///< faces that were expected on the last frame, and not found
};

}  // namespace facewire::tracking
