#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>

#include "facewire/capture/frame_source.hpp"

namespace facewire::capture {

/// Hands frames from the capture thread to whoever sends them. Safe for concurrent use.
class FrameSlot {
 public:
  enum class Policy {
    newest,  ///< room for one frame; a newer one takes its place and the older is dropped
    every,   ///< room for a few frames; put() waits while it is full
  };

  explicit FrameSlot(Policy policy) : policy_(policy) {}

  /// Offers a frame. False where `stop` ended the wait for room (Policy::every).
  bool put(Frame frame, const std::stop_token& stop);

  /// No frame comes after this one.
  void end();

  /// The next frame; waits for one. Nothing after the end, or where `stop` ended the wait.
  std::optional<Frame> take(const std::stop_token& stop);

  /// Frames that a newer one replaced before anybody took them.
  std::int64_t dropped() const;

 private:
  static constexpr std::size_t kRoom = 4;

  const Policy policy_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  // Guarded by mutex_.
  std::deque<Frame> frames_;
  std::int64_t dropped_ = 0;
  bool ended_ = false;
};

}  // namespace facewire::capture
