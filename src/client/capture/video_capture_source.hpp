#pragma once

#include <functional>
#include <opencv2/videoio.hpp>
#include <string>

#include "facewire/capture/frame_source.hpp"

namespace facewire::capture {

/// What camera, file and network stream have in common: a cv::VideoCapture that is read frame by frame.
class VideoCaptureSource : public FrameSource {
 public:
  using Opener = std::function<Result<cv::VideoCapture>()>;

  /// Opens with `open`, which reopen() calls again. Errors as `open` gives them.
  static Result<std::unique_ptr<FrameSource>> create(std::string name, bool live, Opener open);

  Result<std::optional<Frame>> next() override;
  Result<void> reopen() override;
  bool isLive() const override { return live_; }
  std::optional<double> framesPerSecond() const override { return framesPerSecond_; }
  std::optional<std::int64_t> expectedFrames() const override { return expectedFrames_; }
  const std::string& name() const override { return name_; }

 private:
  VideoCaptureSource(std::string name, bool live, Opener open, cv::VideoCapture device);
  void readProperties();
  double positionOfFrame() const;

  const std::string name_;
  const Opener open_;
  const Clock::time_point opened_ = Clock::now();
  cv::VideoCapture device_;
  bool live_;
  std::optional<double> framesPerSecond_;
  std::optional<std::int64_t> expectedFrames_;
  std::int64_t nextIndex_ = 0;
  double lastTimeMs_ = 0;
};

/// The FFMPEG backend, or whatever this OpenCV has instead. GStreamer, which would be tried next, answers a file that
/// is no video with pages of warnings.
int streamBackend();

}  // namespace facewire::capture
