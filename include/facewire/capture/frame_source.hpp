#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <string>

#include "facewire/base/clock.hpp"
#include "facewire/base/result.hpp"

namespace facewire::capture {

/// One picture of a source.
struct Frame {
  cv::Mat picture;         ///< CV_8UC3, BGR, upright; shared with nobody
  std::int64_t index = 0;  ///< counted from 0 in the source, across reopen()
  double timeMs = 0;       ///< a file: its position in the file; a live source: since it was opened. Never decreases.
  Clock::time_point taken{};
};

/// Where frames come from. Confined to one thread at a time.
class FrameSource {
 public:
  virtual ~FrameSource() = default;

  /// The next frame; nothing at the end of a file. Blocks on the device, at most for the read timeout.
  /// Errors: `invalidInput`: a file from which not one frame could be read; `disconnected`: a live source that gives no
  /// more, which reopen() may mend.
  virtual Result<std::optional<Frame>> next() = 0;

  /// Opens a live source anew; the frame count goes on. Errors as where it was first opened.
  virtual Result<void> reopen() = 0;

  /// A live source (camera, network stream) does not wait for its reader; a file does.
  virtual bool isLive() const = 0;

  /// As the source itself says; nothing where it does not, or says nonsense.
  virtual std::optional<double> framesPerSecond() const = 0;

  /// What a file's header promises; an estimate. Nothing for a live source.
  virtual std::optional<std::int64_t> expectedFrames() const = 0;

  /// For people: "camera 0", "video.mkv", "rtsp://host/path" (without user name and password).
  virtual const std::string& name() const = 0;
};

struct StreamTimeouts {
  std::chrono::milliseconds open{10'000};
  std::chrono::milliseconds read{5'000};
};

/// A camera of this machine (/dev/video<index>), in MJPEG where it has that, so that USB carries more frames.
/// Errors: `invalidInput`, naming the device, the reason and the remedy.
Result<std::unique_ptr<FrameSource>> openCamera(int index);

/// A video file: every frame, in order. Errors: `invalidInput`, naming the file and the reason.
Result<std::unique_ptr<FrameSource>> openVideoFile(const std::string& path);

/// A network stream (rtsp://, http://, ...). RTSP runs over TCP, so that a lost packet costs time and not half a
/// picture. Where the address turns out to be a video of known length, it is read like a file. Errors: `invalidInput`,
/// naming the address and the reason.
Result<std::unique_ptr<FrameSource>> openStreamUrl(const std::string& url, StreamTimeouts timeouts = {});

/// `openStreamUrl` for what has a scheme ("rtsp://..."), else `openVideoFile`.
Result<std::unique_ptr<FrameSource>> openVideo(const std::string& pathOrUrl);

/// The address without user name and password. A pure function.
std::string withoutCredentials(const std::string& url);

}  // namespace facewire::capture
