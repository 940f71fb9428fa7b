#pragma once

namespace facewire::app {

/// OpenCV tells of failures on standard error itself, past our log and its format, and then throws: from here on it
/// only throws. Whoever sets OPENCV_LOG_LEVEL wants to read it, and does.
void quietenOpenCv();

/// While it lives, what anybody writes to standard error is lost: the way to keep protobuf, which OpenCV reads networks
/// with, from telling of a damaged one in words of its own. For start-up, while no other thread runs. Does nothing
/// where OPENCV_LOG_LEVEL is set.
class MutedStandardError {
 public:
  MutedStandardError();
  ~MutedStandardError();
  MutedStandardError(const MutedStandardError&) = delete;
  MutedStandardError& operator=(const MutedStandardError&) = delete;

 private:
  int kept_ = -1;  ///< standard error as it was; -1 where it was left alone
};

}  // namespace facewire::app
