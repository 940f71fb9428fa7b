#include "yunet_output.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/dnn/dnn.hpp>
#include <span>

namespace facewire::vision {
namespace {

/// A level's fixed boxes: one of each side at every cell, `step` pixels apart.
struct Level {
  int step;
  std::span<const float> sides;
};

constexpr std::array<float, 3> kSides8{10, 16, 24};
constexpr std::array<float, 2> kSides16{32, 48};
constexpr std::array<float, 2> kSides32{64, 96};
constexpr std::array<float, 3> kSides64{128, 192, 256};
constexpr float kCentreVariance = 0.1F;
constexpr float kSizeVariance = 0.2F;
constexpr int kOffsets = 14;

std::size_t rowsOf(const cv::Mat& output, int columns) {
  CV_Assert(output.type() == CV_32F && output.isContinuous() &&
            output.total() % static_cast<std::size_t>(columns) == 0);
  return output.total() / static_cast<std::size_t>(columns);
}

/// Calls `visit(centre, side)` for each fixed box, in the network's order.
template <typename Visit>
void forEachFixedBox(cv::Size input, const Visit& visit) {
  const std::array<Level, 4> levels{Level{8, kSides8}, Level{16, kSides16}, Level{32, kSides32}, Level{64, kSides64}};
  // Each level halves the one before, rounding as the network's layers do.
  cv::Size cells((input.width + 1) / 2 / 2, (input.height + 1) / 2 / 2);
  for (const Level& level : levels) {
    cells = {cells.width / 2, cells.height / 2};
    for (int row = 0; row < cells.height; ++row) {
      for (int column = 0; column < cells.width; ++column) {
        const cv::Point2f centre((static_cast<float>(column) + 0.5F) * static_cast<float>(level.step),
                                 (static_cast<float>(row) + 0.5F) * static_cast<float>(level.step));
        for (const float side : level.sides) visit(centre, side);
      }
    }
  }
}

YuNetFind findAt(const float* offsets, cv::Point2f centre, float side, float score) {
  YuNetFind find;
  const auto moved = [&](const float* offset) {
    return cv::Point2f(centre.x + offset[0] * kCentreVariance * side, centre.y + offset[1] * kCentreVariance * side);
  };
  const cv::Size2f size(side * std::exp(offsets[2] * kCentreVariance), side * std::exp(offsets[3] * kSizeVariance));
  const cv::Point2f middle = moved(offsets);
  find.box = {middle.x - size.width / 2, middle.y - size.height / 2, size.width, size.height};
  for (std::size_t i = 0; i < find.landmarks.size(); ++i) find.landmarks[i] = moved(offsets + 4 + 2 * i);
  find.score = score;
  return find;
}

}  // namespace

std::vector<YuNetFind> readYuNet(const cv::Mat& places, const cv::Mat& classes, const cv::Mat& overlaps, cv::Size input,
                                 float confidence, float overlap) {
  const std::size_t count = rowsOf(places, kOffsets);
  CV_Assert(rowsOf(classes, 2) == count && rowsOf(overlaps, 1) == count);
  std::vector<YuNetFind> all;
  std::size_t number = 0;
  forEachFixedBox(input, [&](cv::Point2f centre, float side) {
    CV_Assert(number < count);
    const float share = std::clamp(overlaps.ptr<float>()[number], 0.0F, 1.0F);
    const float score = std::sqrt(classes.ptr<float>()[2 * number + 1] * share);
    if (score >= confidence) all.push_back(findAt(places.ptr<float>() + kOffsets * number, centre, side, score));
    ++number;
  });
  CV_Assert(number == count);

  std::vector<cv::Rect2d> boxes;
  std::vector<float> scores;
  for (const YuNetFind& find : all) {
    boxes.emplace_back(find.box);
    scores.push_back(find.score);
  }
  std::vector<int> kept;
  cv::dnn::NMSBoxes(boxes, scores, confidence, overlap, kept);
  std::vector<YuNetFind> finds;
  for (const int index : kept) finds.push_back(all[static_cast<std::size_t>(index)]);
  return finds;
}

}  // namespace facewire::vision
