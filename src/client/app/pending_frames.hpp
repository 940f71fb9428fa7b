#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>

#include "facewire/base/bytes.hpp"
#include "facewire/base/clock.hpp"
#include "facewire/base/error.hpp"

namespace facewire::app {

/// A frame on its way to the server and back.
struct SentFrame {
  std::int64_t index = 0;  ///< in its source, counted from 0
  double timeMs = 0;       ///< in its source
  Clock::time_point taken{};
  Bytes jpeg;
  std::optional<Error> refused;  ///< why it was not sent at all
  int attempts = 0;              ///< connections that were lost while it was the next to be answered
};

/// The frames of one connection that are not answered yet, oldest first, at most `limit` of them. One thread sends,
/// another receives. Safe for concurrent use.
class PendingFrames {
 public:
  using FramePointer = std::shared_ptr<SentFrame>;  // shared: the answer may come while the frame is still being sent

  explicit PendingFrames(std::size_t limit) : limit_(limit) {}

  /// The sender: waits until one more may be sent. False where `stop` ended the wait.
  bool waitForRoom(const std::stop_token& stop);

  /// The sender: before it sends the frame.
  void add(FramePointer frame);

  /// The sender: nothing more comes.
  void finish();

  /// The receiver: waits for the frame that the next answer belongs to, which stays until removeOldest(). Null when all
  /// is answered and nothing more comes.
  FramePointer waitForOldest();
  void removeOldest();

  /// The receiver: no more answers come.
  void abandon();

  /// Waits until all is answered or abandoned. False where `stop` or the deadline ended the wait.
  bool waitUntilSettled(const std::stop_token& stop);
  bool waitUntilSettled(std::chrono::milliseconds timeout);

  /// After both have ended: what was never answered, in order.
  std::deque<FramePointer> takeBack();

 private:
  bool isSettled() const { return frames_.empty() || abandoned_; }

  const std::size_t limit_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  // Guarded by mutex_.
  std::deque<FramePointer> frames_;
  bool finished_ = false;
  bool abandoned_ = false;
};

}  // namespace facewire::app
