#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "facewire/capture/frame_source.hpp"
#include "video_capture_source.hpp"

namespace facewire::capture {
namespace {

Result<cv::VideoCapture> openUrl(const std::string& url, const StreamTimeouts& timeouts) {
  cv::VideoCapture capture;
  try {
    capture.open(url, streamBackend(),
                 {cv::CAP_PROP_OPEN_TIMEOUT_MSEC, static_cast<int>(timeouts.open.count()),
                  cv::CAP_PROP_READ_TIMEOUT_MSEC, static_cast<int>(timeouts.read.count())});
  } catch (const cv::Exception&) {
    capture.release();
  }
  if (!capture.isOpened()) {
    return fail(ErrorCode::invalidInput,
                withoutCredentials(url) +
                    ": cannot be opened; is the address right, does it answer, and is it a video stream? "
                    "(ffplay with the same address tells more)");
  }
  return capture;
}

/// A recording that is fetched (http://host/party.mp4) waits for its reader; what is broadcast (rtsp, rtmp, udp, ...)
/// does not, even where a server announces how long it lasts.
bool isRecording(const std::string& url, const cv::VideoCapture& capture) {
  static constexpr std::array<std::string_view, 4> kFetched{"http://", "https://", "file://", "ftp://"};
  const double frames = capture.get(cv::CAP_PROP_FRAME_COUNT);
  const bool fetched =
      std::ranges::any_of(kFetched, [&url](std::string_view scheme) { return url.starts_with(scheme); });
  return fetched && frames >= 1 && frames < 1e12;
}

}  // namespace

std::string withoutCredentials(const std::string& url) {
  const auto scheme = url.find("://");
  if (scheme == std::string::npos) return url;
  const auto host = scheme + 3;
  const auto end = std::min(url.find('/', host), url.size());
  const auto at = url.rfind('@', end);
  if (at == std::string::npos || at < host || at > end) return url;
  return url.substr(0, host) + url.substr(at + 1);
}

Result<std::unique_ptr<FrameSource>> openStreamUrl(const std::string& url, StreamTimeouts timeouts) {
  // OpenCV takes FFmpeg's options only from here. Set before this source's thread exists; a user's own setting stays.
  if (url.starts_with("rtsp")) ::setenv("OPENCV_FFMPEG_CAPTURE_OPTIONS", "rtsp_transport;tcp", 0);
  auto first = openUrl(url, timeouts);
  if (!first) return fail(first.error());
  const bool live = !isRecording(url, *first);
  // The connection that told the kind is used, not opened a second time: some cameras allow only one.
  return VideoCaptureSource::create(withoutCredentials(url), live,
                                    [url, timeouts, opened = std::move(*first)]() mutable -> Result<cv::VideoCapture> {
                                      if (!opened.isOpened()) return openUrl(url, timeouts);
                                      cv::VideoCapture handOver = opened;
                                      opened = cv::VideoCapture();
                                      return handOver;
                                    });
}

Result<std::unique_ptr<FrameSource>> openVideo(const std::string& pathOrUrl) {
  return pathOrUrl.find("://") != std::string::npos ? openStreamUrl(pathOrUrl) : openVideoFile(pathOrUrl);
}

}  // namespace facewire::capture
