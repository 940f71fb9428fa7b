#pragma once

#include <filesystem>
#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <opencv2/objdetect.hpp>
#include <vector>

namespace facewire::vision {

/// The defaults are measured: coarser scales are faster, but place boxes less steadily, which costs recognition more
/// than it costs detection.
struct DetectorOptions {
  std::filesystem::path cascade;
  double scaleFactor = 1.1;
  int minNeighbours = 6;
  int minFacePixels = 30;    ///< at the scale that is searched
  int maxSearchSide = 1280;  ///< larger pictures are searched at a scale at which the longer side is this
};

/// Finds upright frontal faces with a Haar cascade (Viola and Jones 2001; Lienhart and Maydt 2002). Confined to one
/// thread.
class FaceDetector {
 public:
  /// Throws std::runtime_error naming the file where it is missing or no cascade.
  explicit FaceDetector(const DetectorOptions& options);

  /// `grey`: CV_8UC1, any size. Boxes in its pixels, inside it, from left to right.
  std::vector<cv::Rect> detect(const cv::Mat& grey);

 private:
  /// Every search goes through here. Windows of the cascade's shape from `minSize` to `maxSize` (empty: no limit), in
  /// pixels of `grey`; grouped unless `minNeighbours` is 0.
  std::vector<cv::Rect> multiScale(const cv::Mat& grey, int minNeighbours, cv::Size minSize, cv::Size maxSize);

  DetectorOptions options_;
  cv::CascadeClassifier cascade_;
  cv::Mat shrunk_;
};

}  // namespace facewire::vision
