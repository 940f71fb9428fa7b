#pragma once

#include <memory>
#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <opencv2/videoio.hpp>
#include <optional>
#include <string>

#include "facewire/base/result.hpp"

namespace facewire::app {

/// Writes pictures as a video that plays: .mp4 and .mkv (MPEG-4), .avi (Motion JPEG). All frames have the first one's
/// size; others are fitted into it. Confined to one thread.
class VideoOutput {
 public:
  enum class Timing {
    everyFrame,  ///< each picture is one frame (a file)
    byClock,     ///< each picture is shown at its time: repeated or left out as the frame rate asks (a live source)
  };

  /// Checks the ending and that the file can be written. Errors: `invalidInput`, naming the file and the remedy.
  static Result<VideoOutput> at(const std::string& path, double framesPerSecond, Timing timing);

  /// Errors: `invalidInput`: the video cannot be written.
  Result<void> write(const cv::Mat& picture, double timeMs);

  /// Completes the file; what is not closed does not play.
  void close() { writer_.release(); }

  const std::string& path() const { return path_; }

 private:
  VideoOutput(std::string path, int codec, double framesPerSecond, Timing timing);
  Result<void> open(const cv::Size& size);
  std::int64_t copiesDue(double timeMs);

  std::string path_;
  int codec_;
  double framesPerSecond_;
  Timing timing_;
  cv::Size size_;
  cv::VideoWriter writer_;
  std::optional<double> startMs_;
  std::int64_t written_ = 0;
};

/// The picture in the middle of `size`, as large as fits without changing its shape, black around it. A pure function.
cv::Mat fitted(const cv::Mat& picture, const cv::Size& size);

}  // namespace facewire::app
