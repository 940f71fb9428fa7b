#include "facewire/tracking/scene_watch.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace facewire::tracking {
namespace {

/// Least correlation of pictures of one scene. Measured: frames of one shot at 30 frames/s are above 0.88, pictures of
/// different people taken alike below 0.75.
constexpr double kSameScene = 0.78;

/// Least share of the picture that another scene changes, and what counts as a change, in grey levels. Somebody who
/// walks into an empty room changes the correlation as a cut does, but only where he walks.
constexpr double kChangedShare = 0.25;
constexpr float kChangedLevels = 10;

/// Contrast (deviation of the grey values) below which a picture shows nothing that could be compared.
constexpr double kFlat = 2.0;

}  // namespace

/// Means of small patches on a grid, made to have the mean 0 over the whole.
SceneWatch::Thumbnail SceneWatch::thumbnailOf(const cv::Mat& grey) {
  constexpr int kPatch = 4;
  const int width = std::min(kPatch, grey.cols);
  const int height = std::min(kPatch, grey.rows);
  Thumbnail thumbnail{};
  for (int row = 0; row < kRows; ++row) {
    const int top = (grey.rows - height) * row / (kRows - 1);
    for (int column = 0; column < kColumns; ++column) {
      const int left = (grey.cols - width) * column / (kColumns - 1);
      int sum = 0;
      for (int y = top; y < top + height; ++y) {
        const auto* pixels = grey.ptr<unsigned char>(y) + left;
        sum += std::accumulate(pixels, pixels + width, 0);
      }
      thumbnail[static_cast<std::size_t>(row * kColumns + column)] =
          static_cast<float>(sum) / static_cast<float>(width * height);
    }
  }
  const float mean = std::accumulate(thumbnail.begin(), thumbnail.end(), 0.0F) / static_cast<float>(thumbnail.size());
  for (float& value : thumbnail) value -= mean;
  return thumbnail;
}

bool SceneWatch::beginsScene(const cv::Mat& grey) {
  const Thumbnail now = thumbnailOf(grey);
  const auto product = [](const Thumbnail& a, const Thumbnail& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0) / static_cast<double>(a.size());
  };
  bool begins = true;
  if (last_ && size_ == grey.size()) {
    const double before = product(*last_, *last_);
    const double after = product(now, now);
    const auto changed = std::inner_product(last_->begin(), last_->end(), now.begin(), 0, std::plus<>(),
                                            [](float a, float b) { return std::abs(a - b) > kChangedLevels ? 1 : 0; });
    begins = std::max(before, after) >= kFlat * kFlat &&
             product(*last_, now) < kSameScene * std::sqrt(before * after) &&
             changed >= kChangedShare * static_cast<double>(now.size());
  }
  last_ = now;
  size_ = grey.size();
  return begins;
}

}  // namespace facewire::tracking
