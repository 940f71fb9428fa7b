#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace facewire::server {

/// Gives freed memory back to the system. malloc keeps what sessions freed (pictures, mostly) for the next ones, in an
/// arena for every few threads, so that a server would stay as large as its busiest moment. Safe for concurrent use.
class HeapTrimmer {
 public:
  /// `interval`: the least time between two trims; each costs about a millisecond.
  explicit HeapTrimmer(std::chrono::milliseconds interval = std::chrono::seconds(1));

  /// Soon, on a thread of its own.
  void request();

 private:
  void work(const std::stop_token& stop);

  const std::chrono::milliseconds interval_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool wanted_ = false;  ///< guarded by mutex_
  std::jthread worker_;  ///< last: it ends first
};

}  // namespace facewire::server
