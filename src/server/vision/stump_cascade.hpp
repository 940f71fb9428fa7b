#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <optional>
#include <span>
#include <vector>

#include "haar_stump.hpp"

namespace facewire::vision {

struct ScanBuffers;

/// Windows reach on when the sum of their leaves is at least `threshold`.
struct CascadeStage {
  std::vector<HaarStump> stumps;
  float threshold = 0;
};

/// What cv::CascadeClassifier::detectMultiScale takes.
struct WindowSearch {
  double scaleFactor = 1.1;  ///< above 1
  int minNeighbours = 0;     ///< 0: windows are not grouped
  cv::Size minSize;
  cv::Size maxSize;  ///< empty: no limit
};

/// OpenCV's cascades of stumps on upright Haar features (Viola and Jones 2001; Lienhart and Maydt 2002), evaluated for
/// many neighbouring windows at a time. Finds exactly what cv::CascadeClassifier (4.6, one thread) finds. Immutable:
/// one, or its copies, which share all but a few bytes, serves any number of threads, each with ScanBuffers of its own.
class StumpCascade {
 public:
  /// None where the file holds anything else, which is left to OpenCV: trees, tilted features, LBP, the format of
  /// OpenCV 1, and what is no cascade. Throws std::runtime_error or cv::Exception where it is damaged.
  static std::optional<StumpCascade> load(const std::filesystem::path& file);

  /// `window` at least 3x3, `stages` not empty, each with stumps inside the window.
  StumpCascade(cv::Size window, std::vector<CascadeStage> stages);

  cv::Size window() const { return window_; }
  const std::shared_ptr<const std::vector<CascadeStage>>& stages() const { return stages_; }

  /// `grey`: CV_8UC1. Windows in its pixels, inside it, in the order of OpenCV's. Throws std::invalid_argument where
  /// the scale factor is not above 1.
  std::vector<cv::Rect> detectMultiScale(const cv::Mat& grey, const WindowSearch& search, ScanBuffers& buffers) const;

  /// The windows on `grey` scaled to `size` that pass, of those in every `step.width`-th column, first or second, and
  /// every `step.height`-th row, any, of `corners`: their corners. Of every second column, OpenCV's skip of the window
  /// after one that fails at once holds in each row; of all, every one is tried. None of `spared` passes.
  /// Preconditions: corners not empty, all windows inside. Valid until the buffers are used again.
  std::span<const cv::Point> scanPart(const cv::Mat& grey, cv::Size size, const cv::Rect& corners, cv::Size step,
                                      std::span<const cv::Rect> spared, ScanBuffers& buffers) const;

 private:
  cv::Size window_;
  std::shared_ptr<const std::vector<CascadeStage>> stages_;  ///< shared by copies and by what is made ready of them
};

}  // namespace facewire::vision
