#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

#include "facewire/capture/frame_source.hpp"
#include "video_capture_source.hpp"

namespace facewire::capture {
namespace {

/// Errors as the system names them: OpenCV does not tell a missing file from one that is no video.
Result<void> checkReadable(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return fail(ErrorCode::invalidInput, path + ": is a folder, not a video");
  }
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) return fail(ErrorCode::invalidInput, path + ": " + std::generic_category().message(errno));
  return {};
}

Result<cv::VideoCapture> openFile(const std::string& path) {
  if (auto readable = checkReadable(path); !readable) return fail(readable.error());
  cv::VideoCapture capture;
  try {
    // An absolute path cannot be taken for a protocol ("concat:..."), a pattern of pictures or an option.
    capture.open(std::filesystem::absolute(path).string(), streamBackend());
  } catch (const cv::Exception&) {
    capture.release();
  }
  if (!capture.isOpened()) return fail(ErrorCode::invalidInput, path + ": is not a video that can be decoded");
  return capture;
}

}  // namespace

Result<std::unique_ptr<FrameSource>> openVideoFile(const std::string& path) {
  return VideoCaptureSource::create(path, false, [path] { return openFile(path); });
}

}  // namespace facewire::capture
