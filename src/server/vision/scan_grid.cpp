#include "facewire/vision/scan_grid.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace facewire::vision {
namespace {

/// From this scale on detectMultiScale looks at every pixel of the layer, below at every second.
constexpr float kDenseFrom = 2;

constexpr int kOne = 256;

/// Between which two pixels one of the shrunk picture lies, and the weight of the second in 1/256.
struct Between {
  int first;
  int second;
  std::uint32_t weight;
};

std::vector<Between> between(int from, int to, int begin, int count) {
  const double scale = static_cast<double>(from) / to;
  std::vector<Between> places(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    const double at = scale * (begin + i + 0.5) - 0.5;
    const int first = static_cast<int>(std::floor(at));
    if (first < 0 || first >= from - 1) {
      const int edge = std::clamp(first, 0, from - 1);
      places[static_cast<std::size_t>(i)] = {edge, edge, 0};
    } else {
      places[static_cast<std::size_t>(i)] = {first, first + 1,
                                             static_cast<std::uint32_t>(cvRound((at - first) * kOne))};
    }
  }
  return places;
}

}  // namespace

std::vector<ScanLayer> scanLayers(cv::Size picture, cv::Size window, double scaleFactor, int smallest) {
  std::vector<ScanLayer> layers;
  if (picture.width < window.width || picture.height < window.height) return layers;
  for (double factor = 1;; factor *= scaleFactor) {
    const cv::Size face(cvRound(window.width * factor), cvRound(window.height * factor));
    if (face.width > picture.width || face.height > picture.height) return layers;
    if (face.width < smallest || face.height < smallest) continue;
    const auto scale = static_cast<float>(factor);
    const cv::Size size(cvRound(static_cast<float>(picture.width) / scale),
                        cvRound(static_cast<float>(picture.height) / scale));
    const cv::Size corners(std::max(0, size.width + 1 - window.width), std::max(0, size.height + 1 - window.height));
    layers.push_back({scale, size, corners, face, scale >= kDenseFrom ? 1 : 2});
  }
}

void shrinkPart(const cv::Mat& picture, cv::Size layer, const cv::Rect& part, cv::Mat& shrunk) {
  const std::vector<Between> columns = between(picture.cols, layer.width, part.x, part.width);
  const std::vector<Between> rows = between(picture.rows, layer.height, part.y, part.height);
  shrunk.create(part.size(), CV_8UC1);
  if (part.empty()) return;
  const int begin = columns.front().first;
  const int end = columns.back().second + 1;
  // One row between two of the picture. Nothing is rounded before the end, so it may come before the columns.
  std::vector<std::uint16_t> blended(static_cast<std::size_t>(end - begin));
  for (int row = 0; row < part.height; ++row) {
    const Between& y = rows[static_cast<std::size_t>(row)];
    const auto* above = picture.ptr<std::uint8_t>(y.first) + begin;
    const auto* below = picture.ptr<std::uint8_t>(y.second) + begin;
    const auto weight = static_cast<std::uint16_t>(y.weight);
    const auto rest = static_cast<std::uint16_t>(kOne - y.weight);
    for (std::size_t i = 0; i < blended.size(); ++i)
      blended[i] = static_cast<std::uint16_t>(above[i] * rest + below[i] * weight);
    auto* out = shrunk.ptr<std::uint8_t>(row);

    for (int column = 0; column < part.width; ++column) {
      const Between& x = columns[static_cast<std::size_t>(column)];
      const std::uint32_t sum = blended[static_cast<std::size_t>(x.first - begin)] * (kOne - x.weight) +
                                blended[static_cast<std::size_t>(x.second - begin)] * x.weight;
      out[column] = static_cast<std::uint8_t>((sum + 0x8000U) >> 16U);
    }
  }
}

}  // namespace facewire::vision
