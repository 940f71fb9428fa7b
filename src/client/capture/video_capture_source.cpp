#include "video_capture_source.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio/registry.hpp>
#include <utility>

namespace facewire::capture {

VideoCaptureSource::VideoCaptureSource(std::string name, bool live, Opener open, cv::VideoCapture device)
    : name_(std::move(name)), open_(std::move(open)), device_(std::move(device)), live_(live) {
  readProperties();
}

Result<std::unique_ptr<FrameSource>> VideoCaptureSource::create(std::string name, bool live, Opener open) {
  Result<cv::VideoCapture> device = open();
  if (!device) return fail(device.error());
  return std::unique_ptr<FrameSource>(
      new VideoCaptureSource(std::move(name), live, std::move(open), std::move(*device)));
}

void VideoCaptureSource::readProperties() {
  const double rate = device_.get(cv::CAP_PROP_FPS);
  framesPerSecond_ = std::isfinite(rate) && rate >= 1 && rate <= 240 ? std::optional(rate) : std::nullopt;
  const double frames = device_.get(cv::CAP_PROP_FRAME_COUNT);
  const bool counted = std::isfinite(frames) && frames >= 1 && frames < 1e12;
  expectedFrames_ = counted ? std::optional(static_cast<std::int64_t>(frames)) : std::nullopt;
}

Result<std::optional<Frame>> VideoCaptureSource::next() {
  cv::Mat picture;
  try {
    if (!device_.read(picture)) picture.release();
  } catch (const cv::Exception&) {
    picture.release();
  }
  if (picture.empty()) {
    if (live_) return fail(ErrorCode::disconnected, "no more pictures come");
    if (nextIndex_ == 0) {
      return fail(ErrorCode::invalidInput, name_ + ": no picture in it can be decoded; is the file damaged?");
    }
    return std::nullopt;
  }
  Frame frame;
  frame.taken = Clock::now();
  if (picture.channels() == 1) {
    cv::cvtColor(picture, frame.picture, cv::COLOR_GRAY2BGR);
  } else {
    // The decoder may use its memory again for the next frame.
    frame.picture = picture.u != nullptr && picture.u->refcount == 1 ? picture : picture.clone();
  }
  frame.timeMs = std::max(lastTimeMs_, live_ ? millisecondsBetween(opened_, frame.taken) : positionOfFrame());
  frame.index = nextIndex_++;
  lastTimeMs_ = frame.timeMs;
  return frame;
}

double VideoCaptureSource::positionOfFrame() const {
  const double position = device_.get(cv::CAP_PROP_POS_MSEC);
  if (std::isfinite(position) && (position > 0 || nextIndex_ == 0)) return std::max(position, 0.0);
  return static_cast<double>(nextIndex_) * 1000.0 / framesPerSecond_.value_or(25.0);
}

Result<void> VideoCaptureSource::reopen() {
  device_.release();
  Result<cv::VideoCapture> device = open_();
  if (!device) return fail(device.error());
  device_ = std::move(*device);
  return {};
}

int streamBackend() {
  const auto backends = cv::videoio_registry::getStreamBackends();
  return std::ranges::find(backends, cv::CAP_FFMPEG) != backends.end() ? cv::CAP_FFMPEG : cv::CAP_ANY;
}

}  // namespace facewire::capture
