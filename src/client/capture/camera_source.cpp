#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "facewire/capture/frame_source.hpp"
#include "video_capture_source.hpp"

namespace facewire::capture {
namespace {

std::string remedyFor(int reason, const std::string& device) {
  switch (reason) {
    case ENOENT:
    case ENODEV:
    case ENXIO:
      return "there is no such camera; connect one, or choose another with --camera N (ls /dev/video* shows them)";
    case EACCES:
    case EPERM:
      return "no permission to use it; add yourself to the group 'video' (sudo usermod -aG video $USER) and log in "
             "again";
    case EBUSY:
      return "another program is using it; close that program (fuser " + device + " names it)";
    default:
      return std::generic_category().message(reason);
  }
}

Result<cv::VideoCapture> openDevice(int index) {
  const std::string device = "/dev/video" + std::to_string(index);
  const std::string subject = "camera " + std::to_string(index) + " (" + device + "): ";
  // OpenCV only says that it failed; the system says why.
  const int descriptor = ::open(device.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) return fail(ErrorCode::invalidInput, subject + remedyFor(errno, device));
  ::close(descriptor);

  cv::VideoCapture capture;
  try {
    capture.open(index, cv::CAP_V4L2);
  } catch (const cv::Exception&) {
    capture.release();
  }
  if (!capture.isOpened()) {
    return fail(ErrorCode::invalidInput, subject +
                                             "it gives no pictures; another program may be using it, or it is no "
                                             "camera (choose another with --camera N)");
  }
  capture.set(cv::CAP_PROP_FOURCC, cv::VideoWriter::fourcc('M', 'J', 'P', 'G'));
  return capture;
}

}  // namespace

Result<std::unique_ptr<FrameSource>> openCamera(int index) {
  return VideoCaptureSource::create("camera " + std::to_string(index), true, [index] { return openDevice(index); });
}

}  // namespace facewire::capture
