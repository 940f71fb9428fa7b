#include "video_output.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <opencv2/imgproc.hpp>
#include <utility>

namespace facewire::app {
namespace {

/// A longer gap (a lost camera or server) is left out of the video rather than filled with a stale picture.
constexpr double kLongestGapMs = 2'000;

std::optional<int> codecFor(const std::string& path) {
  std::string ending = std::filesystem::path(path).extension().string();
  std::ranges::transform(ending, ending.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (ending == ".mp4" || ending == ".mkv") return cv::VideoWriter::fourcc('m', 'p', '4', 'v');
  if (ending == ".avi") return cv::VideoWriter::fourcc('M', 'J', 'P', 'G');
  return std::nullopt;
}

}  // namespace

VideoOutput::VideoOutput(std::string path, int codec, double framesPerSecond, Timing timing)
    : path_(std::move(path)), codec_(codec), framesPerSecond_(framesPerSecond), timing_(timing) {}

Result<VideoOutput> VideoOutput::at(const std::string& path, double framesPerSecond, Timing timing) {
  const std::optional<int> codec = codecFor(path);
  if (!codec)
    return fail(ErrorCode::invalidInput, path + ": --output writes .mp4, .mkv or .avi; choose one of these endings");
  if (!std::ofstream(path, std::ios::binary | std::ios::app)) {
    return fail(ErrorCode::invalidInput, path + ": cannot be written");
  }
  return VideoOutput(path, *codec, framesPerSecond, timing);
}

Result<void> VideoOutput::open(const cv::Size& size) {
  // MPEG-4 stores whole 2 x 2 blocks; OpenCV would cut an odd row or column off.
  size_ = {std::max(2, size.width & ~1), std::max(2, size.height & ~1)};
  bool opened = false;
  try {
    opened = writer_.open(path_, codec_, framesPerSecond_, size_);
  } catch (const cv::Exception&) {
  }
  if (!opened) {
    return fail(ErrorCode::invalidInput, path_ + ": no video of " + std::to_string(size_.width) + " x " +
                                             std::to_string(size_.height) + " pixels can be written there");
  }
  return {};
}

std::int64_t VideoOutput::copiesDue(double timeMs) {
  if (timing_ == Timing::everyFrame) return 1;
  if (!startMs_) startMs_ = timeMs;
  const double frameMs = 1000 / framesPerSecond_;
  const double gap = timeMs - *startMs_ - static_cast<double>(written_) * frameMs;
  if (gap > kLongestGapMs) *startMs_ += gap;
  const auto due = std::llround((timeMs - *startMs_) / frameMs) + 1;
  return std::max<std::int64_t>(0, due - written_);
}

Result<void> VideoOutput::write(const cv::Mat& picture, double timeMs) {
  if (!writer_.isOpened()) {
    if (auto opened = open(picture.size()); !opened) return opened;
  }
  const cv::Mat frame = fitted(picture, size_);
  for (std::int64_t copies = copiesDue(timeMs); copies > 0; --copies, ++written_) writer_.write(frame);
  return {};
}

cv::Mat fitted(const cv::Mat& picture, const cv::Size& size) {
  if (picture.size() == size) return picture;
  const double scale =
      std::min(static_cast<double>(size.width) / picture.cols, static_cast<double>(size.height) / picture.rows);
  const cv::Size inner(std::clamp(cvRound(picture.cols * scale), 1, size.width),
                       std::clamp(cvRound(picture.rows * scale), 1, size.height));
  cv::Mat canvas = cv::Mat::zeros(size, picture.type());
  cv::Mat middle =
      canvas(cv::Rect((size.width - inner.width) / 2, (size.height - inner.height) / 2, inner.width, inner.height));
  cv::resize(picture, middle, inner, 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  return canvas;
}

}  // namespace facewire::app
