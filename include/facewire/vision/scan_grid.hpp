#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <vector>

namespace facewire::vision {

/// Windows of one layer: their upper left corners, in its pixels.
struct ScanPart {
  std::size_t layer = 0;
  cv::Rect corners;
  cv::Size step{1, 1};  ///< from corner to corner: 1 or 2 columns, any number of rows

  std::int64_t windows() const {
    return std::int64_t{(corners.width + step.width - 1) / step.width} *
           ((corners.height + step.height - 1) / step.height);
  }
};

/// One scale of a picture's full scan: the picture shrunk to `size`, with a window of the cascade's own size on it.
struct ScanLayer {
  float scale;       ///< pixels of the picture to one of the layer
  cv::Size size;     ///< of the layer
  cv::Size corners;  ///< how many columns and rows a window's upper left corner can stand in
  cv::Size face;     ///< of a window, in pixels of the picture
  int step;          ///< of the full scan, from window to window: 1 or 2 pixels of the layer

  std::int64_t windows() const { return ScanPart{0, cv::Rect({}, corners), {step, step}}.windows(); }
};

/// The layers that cv::CascadeClassifier::detectMultiScale goes through, finest first: for a picture of size `picture`,
/// a cascade of size `window` and faces from `smallest` pixels on. None where no window fits.
std::vector<ScanLayer> scanLayers(cv::Size picture, cv::Size window, double scaleFactor, int smallest);

/// Pixels `part` of the layer of size `layer`: the same as `cv::resize(picture, whole, layer, 0, 0,
/// cv::INTER_LINEAR_EXACT)` has there, without making the rest. A row past the last repeats it. `picture`: CV_8UC1, not
/// smaller than the layer.
void shrinkPart(const cv::Mat& picture, cv::Size layer, const cv::Rect& part, cv::Mat& shrunk);

}  // namespace facewire::vision
