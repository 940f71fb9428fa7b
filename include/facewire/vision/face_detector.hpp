#pragma once

#include <filesystem>
#include <memory>
#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <opencv2/objdetect.hpp>
#include <span>
#include <vector>

#include "facewire/vision/scan_grid.hpp"
#include "facewire/vision/window_groups.hpp"

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

  /// What `detect` does, in steps, for a search that leaves most of it out: the layers of `searched(grey)`, the windows
  /// that pass in parts of them, and the faces that these make. All parts together, each with its layer's own step,
  /// give the faces of `detect` (OpenCV leaves out the right neighbour of a window that fails at once; here it is
  /// tried). `searched`: `grey`, or it shrunk to maxSearchSide; valid until the next call of `searched` or `detect`.
  const cv::Mat& searched(const cv::Mat& grey);
  std::vector<ScanLayer> layers(cv::Size searched) const;
  /// Adds to `windows`, in pixels of `searched`. One of a part with larger steps than the full scan's stands for as
  /// many as that tries in its place. `spared`: corners, in the layer's pixels, of windows that are left out.
  void findWindows(const cv::Mat& searched, const ScanLayer& layer, const ScanPart& part,
                   std::span<const cv::Rect> spared, std::vector<Window>& windows);
  /// In pixels of `searched`. Valid until the next call of `group` or `boxesOf`.
  const std::vector<Window>& group(std::span<const Window> windows);
  /// Boxes as those of `detect`, for a picture of size `grey`, searched at size `searched`. They take the place of what
  /// was in `boxes`.
  void boxesOf(std::span<const Window> windows, cv::Size searched, cv::Size grey, std::vector<cv::Rect>& boxes);

 private:
  FaceDetector(const DetectorOptions& options, std::shared_ptr<const StumpCascade> stumps);

  /// Every search goes through here. Windows of the cascade's shape from `minSize` to `maxSize` (empty: no limit), in
  /// pixels of `grey`; grouped unless `minNeighbours` is 0.
  std::vector<cv::Rect> multiScale(const cv::Mat& grey, int minNeighbours, cv::Size minSize, cv::Size maxSize);

  std::vector<cv::Point> scanByOpenCv(const cv::Mat& searched, cv::Size size, const cv::Rect& corners);
  cv::Size windowSize() const;

  DetectorOptions options_;
  std::shared_ptr<const StumpCascade> stumps_;  ///< shared by siblings; none where cascade_ is used instead
  std::unique_ptr<ScanBuffers> buffers_;
  cv::CascadeClassifier cascade_;
  cv::Mat shrunk_;
  cv::Mat part_;
  WindowGrouper grouper_;
};

}  // namespace facewire::vision
