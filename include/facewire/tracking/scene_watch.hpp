#pragma once

#include <array>
#include <opencv2/core/mat.hpp>
#include <optional>

namespace facewire::tracking {

/// Tells where one connection's pictures go on and where another scene begins: a cut, another camera, an unrelated
/// picture. Compares a thumbnail of each picture with the last one's by their correlation, which neither a change of
/// exposure nor people who move disturb much. Costs some microseconds, whatever the picture's size. Confined to one
/// thread.
class SceneWatch {
 public:
  /// Takes the next picture (8-bit grey, any size but empty). True where it does not go on from the last one; also for
  /// the first.
  bool beginsScene(const cv::Mat& grey);

 private:
  static constexpr int kColumns = 32;
  static constexpr int kRows = 24;
  using Thumbnail = std::array<float, static_cast<std::size_t>(kColumns* kRows)>;

  static Thumbnail thumbnailOf(const cv::Mat& grey);

  std::optional<Thumbnail> last_;
  cv::Size size_;
};

}  // namespace facewire::tracking
