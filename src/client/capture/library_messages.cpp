#include "facewire/capture/library_messages.hpp"

#include <cstdlib>
#include <opencv2/core/utils/logger.hpp>

namespace facewire::capture {

void silenceLibraries() {
  if (std::getenv("OPENCV_LOG_LEVEL") == nullptr) {
    cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
  }
  ::setenv("OPENCV_FFMPEG_LOGLEVEL", "-8", 0);  // AV_LOG_QUIET
}

}  // namespace facewire::capture
