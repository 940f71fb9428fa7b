#pragma once

#include <filesystem>
#include <memory>
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

class StumpCascade;
struct ScanBuffers;

/// Finds upright frontal faces with a Haar cascade (Viola and Jones 2001; Lienhart and Maydt 2002): OpenCV's of stumps
/// with an evaluator of our own that finds the same, all others with OpenCV's. Confined to one thread.
class FaceDetector {
 public:
  /// Throws std::runtime_error naming the file where it is missing or no cascade.
  explicit FaceDetector(const DetectorOptions& options);
  FaceDetector(FaceDetector&&) noexcept;
  ~FaceDetector();

  /// Another detector with the same options, for another thread. Both share the cascade unless it is one for OpenCV,
  /// which is loaded again; throws as the constructor does.
  FaceDetector sibling() const;

  /// `grey`: CV_8UC1, any size. Boxes in its pixels, inside it, from left to right.
  std::vector<cv::Rect> detect(const cv::Mat& grey);

 private:
  FaceDetector(const DetectorOptions& options, std::shared_ptr<const StumpCascade> stumps);

  /// Every search goes through here. Windows of the cascade's shape from `minSize` to `maxSize` (empty: no limit), in
  /// pixels of `grey`; grouped unless `minNeighbours` is 0.
  std::vector<cv::Rect> multiScale(const cv::Mat& grey, int minNeighbours, cv::Size minSize, cv::Size maxSize);

  DetectorOptions options_;
  std::shared_ptr<const StumpCascade> stumps_;  ///< shared by siblings; none where cascade_ is used instead
  std::unique_ptr<ScanBuffers> buffers_;
  cv::CascadeClassifier cascade_;
  cv::Mat shrunk_;
};

}  // namespace facewire::vision
