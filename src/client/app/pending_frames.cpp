#include "pending_frames.hpp"

#include <utility>

namespace facewire::app {

bool PendingFrames::waitForRoom(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  return changed_.wait(lock, stop, [this] { return frames_.size() < limit_; }) && !stop.stop_requested();
}

void PendingFrames::add(FramePointer frame) {
  {
    const std::scoped_lock lock(mutex_);
    frames_.push_back(std::move(frame));
  }
  changed_.notify_all();
}

void PendingFrames::finish() {
  {
    const std::scoped_lock lock(mutex_);
    finished_ = true;
  }
  changed_.notify_all();
}

PendingFrames::FramePointer PendingFrames::waitForOldest() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !frames_.empty() || finished_; });
  return frames_.empty() ? nullptr : frames_.front();
}

void PendingFrames::removeOldest() {
  {
    const std::scoped_lock lock(mutex_);
    frames_.pop_front();
  }
  changed_.notify_all();
}

void PendingFrames::abandon() {
  {
    const std::scoped_lock lock(mutex_);
    abandoned_ = true;
  }
  changed_.notify_all();
}

bool PendingFrames::waitUntilSettled(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  return changed_.wait(lock, stop, [this] { return isSettled(); });
}

bool PendingFrames::waitUntilSettled(std::chrono::milliseconds timeout) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, timeout, [this] { return isSettled(); });
}

std::deque<PendingFrames::FramePointer> PendingFrames::takeBack() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(frames_, {});
}

}  // namespace facewire::app
