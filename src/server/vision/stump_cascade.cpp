#include "stump_cascade.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/objdetect.hpp>
#include <span>
#include <stdexcept>
#include <utility>

#include "integral_layer.hpp"
#include "layer_scan.hpp"
#include "scan_buffers.hpp"

namespace facewire::vision {
namespace {

constexpr double kGroupEps = 0.2;  // how far, in sizes, OpenCV's grouped windows may lie apart

struct Layer {
  cv::Size size;
  int step = 1;
  cv::Size windows;  ///< places of the window, at every pixel
};

template <class Factor>
cv::Size scaledBy(cv::Size size, Factor factor) {
  return {cvRound(static_cast<Factor>(size.width) * factor), cvRound(static_cast<Factor>(size.height) * factor)};
}

bool anySideOf(cv::Size size, cv::Size exceeds) {
  return size.width > exceeds.width || size.height > exceeds.height;
}

/// The scales at which `window` is within the limits; where none is, the one nearest to the least size, as OpenCV has
/// it for searches for one size.
void chooseScales(cv::Size window, cv::Size picture, const WindowSearch& search, std::vector<float>& scales) {
  scales.clear();
  const cv::Size largest = search.maxSize.width == 0 || search.maxSize.height == 0 ? picture : search.maxSize;
  float nearest = 0;
  double least = std::numeric_limits<double>::infinity();
  bool below = true;
  for (double factor = 1; !anySideOf(scaledBy(window, factor), picture); factor *= search.scaleFactor) {
    const auto scale = static_cast<float>(factor);
    const cv::Size size = scaledBy(window, scale);
    below = below && !anySideOf(size, largest);
    if (below && !anySideOf(search.minSize, size)) scales.push_back(scale);
    const double apart =
        std::pow(search.minSize.width - size.width, 2) + std::pow(search.minSize.height - size.height, 2);
    if (apart < least) {
      least = apart;
      nearest = scale;
    }
    if (!below && !scales.empty()) break;
  }
  if (scales.empty() && nearest > 0) scales.push_back(nearest);
}

Layer layerAt(float scale, cv::Size picture, cv::Size window) {
  Layer layer;
  layer.size = {cvRound(static_cast<float>(picture.width) / scale),
                cvRound(static_cast<float>(picture.height) / scale)};
  layer.step = scale >= 2 ? 1 : 2;
  layer.windows = {std::max(layer.size.width + 1 - window.width, 0),
                   std::max(layer.size.height + 1 - window.height, 0)};
  return layer;
}

/// OpenCV shares a layer's rows among stripes, as many as its first layer has of 32 columns, rounding the steps in the
/// height down but those in a stripe up: a last row may be left out.
int rowsScanned(const Layer& layer, int stripes) {
  const int steps = layer.windows.height / layer.step;
  const int perStripe = std::max((steps + stripes - 1) / stripes, 1);
  const int height =
      static_cast<int>(std::min<std::int64_t>(std::int64_t{perStripe} * layer.step * stripes, layer.windows.height));
  return (height + layer.step - 1) / layer.step;
}

/// Room for a layer of this size. The stride keeps to what it was where it can, as the programmes depend on it.
void layOut(cv::Size size, int step, ScanBuffers& buffers) {
  constexpr std::size_t grain = 128;
  const auto width = static_cast<std::size_t>(size.width);
  const auto height = static_cast<std::size_t>(size.height);
  // Rows a multiple of 4 KiB apart would all fall into the same few cache lines' places.
  if (buffers.stride < width + kLayerOverhang)
    buffers.stride = (width + kLayerOverhang + grain - 1) / grain * grain + 32;
  buffers.layer.layout = {buffers.stride, step == 2};
  const std::size_t needed = (height + 1) * buffers.stride + kScanOverhang;
  grow(buffers.layer.sums, needed);
  grow(buffers.layer.squares, needed);
}

}  // namespace

StumpCascade::StumpCascade(cv::Size window, std::vector<CascadeStage> stages)
    : window_(window), stages_(std::make_shared<const std::vector<CascadeStage>>(std::move(stages))) {}

std::vector<cv::Rect> StumpCascade::detectMultiScale(const cv::Mat& grey, const WindowSearch& search,
                                                     ScanBuffers& buffers) const {
  if (!(search.scaleFactor > 1)) throw std::invalid_argument("the scale factor of a search must be above 1");
  const cv::Size picture = grey.size();
  chooseScales(window_, picture, search, buffers.scales);

  std::vector<cv::Rect> found;
  int stripes = 0;
  for (const float scale : buffers.scales) {
    const Layer layer = layerAt(scale, picture, window_);
    if (stripes == 0) stripes = std::max((layer.windows.width + 31) / 32, 1);
    if (layer.windows.empty()) continue;
    layOut(layer.size, layer.step, buffers);
    buildIntegralLayer(grey, layer.size, cv::Rect({}, layer.size), buffers);
    ScanProgramme& programme = layer.step == 2 ? buffers.everySecond : buffers.everyWindow;
    programme.prepare(*this, buffers.layer.layout);
    buffers.passed.clear();
    const cv::Size windows((layer.windows.width + layer.step - 1) / layer.step, rowsScanned(layer, stripes));
    scanLayer(programme, windows, layer.step, true, {}, buffers);

    const cv::Size scaled = scaledBy(window_, scale);
    for (const cv::Point& at : buffers.passed) {
      const cv::Size corner = scaledBy(cv::Size(at * layer.step), scale);
      found.emplace_back(cv::Point(corner), scaled);
    }
  }
  cv::groupRectangles(found, search.minNeighbours, kGroupEps);
  const cv::Rect whole(cv::Point(), picture);
  for (cv::Rect& window : found) window &= whole;
  std::erase_if(found, [](const cv::Rect& window) { return window.empty(); });
  return found;
}

std::span<const cv::Point> StumpCascade::scanPart(const cv::Mat& grey, cv::Size size, const cv::Rect& corners,
                                                  cv::Size step, std::span<const cv::Rect> spared,
                                                  ScanBuffers& buffers) const {
  const cv::Rect part(corners.tl(), corners.size() + window_ - cv::Size(1, 1));
  layOut(part.size(), step.width, buffers);
  buildIntegralLayer(grey, size, part, buffers);
  ScanProgramme& programme = step.width == 2 ? buffers.everySecond : buffers.everyWindow;
  programme.prepare(*this, buffers.layer.layout);
  const cv::Size windows((corners.width + step.width - 1) / step.width,
                         (corners.height + step.height - 1) / step.height);
  buffers.spared.clear();
  for (const cv::Rect& some : spared) {
    const auto steps = [&](cv::Point corner) {
      const cv::Point away = corner - corners.tl();
      return cv::Point((away.x + step.width - 1) / step.width, (away.y + step.height - 1) / step.height);
    };
    const cv::Rect inside = some & corners;
    if (!inside.empty())
      buffers.spared.push_back(cv::Rect(steps(inside.tl()), steps(inside.br())) & cv::Rect({}, windows));
  }
  buffers.passed.clear();
  scanLayer(programme, windows, step.height, step.width == 2, buffers.spared, buffers);
  for (cv::Point& at : buffers.passed) at = corners.tl() + cv::Point(at.x * step.width, at.y * step.height);
  return buffers.passed;
}

}  // namespace facewire::vision
