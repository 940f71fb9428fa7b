#include "library_messages.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <opencv2/core/utils/logger.hpp>

namespace facewire::app {
namespace {

bool messagesAreWanted() {
  return std::getenv("OPENCV_LOG_LEVEL") != nullptr;
}

}  // namespace

void quietenOpenCv() {
  if (!messagesAreWanted()) cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
}

MutedStandardError::MutedStandardError() {
  if (messagesAreWanted()) return;
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere < 0) return;
  kept_ = ::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  if (kept_ >= 0) ::dup2(nowhere, STDERR_FILENO);
  ::close(nowhere);
}

MutedStandardError::~MutedStandardError() {
  if (kept_ < 0) return;
  ::dup2(kept_, STDERR_FILENO);
  ::close(kept_);
}

}  // namespace facewire::app
