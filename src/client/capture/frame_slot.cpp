#include "facewire/capture/frame_slot.hpp"

#include <utility>

namespace facewire::capture {

bool FrameSlot::put(Frame frame, const std::stop_token& stop) {
  {
    std::unique_lock lock(mutex_);
    if (policy_ == Policy::newest) {
      dropped_ += static_cast<std::int64_t>(frames_.size());
      frames_.clear();
    } else if (!changed_.wait(lock, stop, [this] { return frames_.size() < kRoom; })) {
      return false;
    }
    frames_.push_back(std::move(frame));
  }
  changed_.notify_all();
  return true;
}

void FrameSlot::end() {
  {
    const std::scoped_lock lock(mutex_);
    ended_ = true;
  }
  changed_.notify_all();
}

std::optional<Frame> FrameSlot::take(const std::stop_token& stop) {
  std::optional<Frame> frame;
  {
    std::unique_lock lock(mutex_);
    const bool ready = changed_.wait(lock, stop, [this] { return !frames_.empty() || ended_; });
    if (!ready || stop.stop_requested() || frames_.empty()) return std::nullopt;
    frame = std::move(frames_.front());
    frames_.pop_front();
  }
  changed_.notify_all();
  return frame;
}

std::int64_t FrameSlot::dropped() const {
  const std::scoped_lock lock(mutex_);
  return dropped_;
}

}  // namespace facewire::capture
