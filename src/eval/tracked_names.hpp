#pragma once

#include <memory>
#include <opencv2/core/mat.hpp>
#include <span>
#include <vector>

#include "eval_engine.hpp"
#include "facewire/tracking/tracked_faces.hpp"

namespace facewire::eval {

/// A face that was found in a frame, and what the frame alone says of it.
struct SeenFace {
  cv::Rect box;
  Answer answer;  ///< `tooSmall` where it was not compared
};

/// Names faces as a streaming connection of the server does: followed from frame to frame, named by the votes of
/// several. Confined to one thread.
class TrackedNames {
 public:
  TrackedNames();

  /// Takes the next frame (CV_8UC1) with its faces; who each of them is now, nobody for an unknown one.
  std::vector<std::optional<std::size_t>> name(const cv::Mat& grey, std::span<const SeenFace> faces);

 private:
  tracking::TrackedFaces faces_;
  std::shared_ptr<const gallery::GallerySnapshot> gallery_;  ///< stands for the one gallery that never changes
};

}  // namespace facewire::eval
