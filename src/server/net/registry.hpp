#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <thread>

#include "facewire/base/clock.hpp"
#include "facewire/net/connection.hpp"

namespace facewire::server {

/// What a registry runs: one connection's life. run() is called once, on the session's own thread; abort() from any.
class Task {
 public:
  virtual ~Task() = default;
  virtual void run() = 0;
  virtual void abort() = 0;
};

/// Owns the session threads: starts them, counts them, and joins and forgets each when it ends. Safe for concurrent
/// use.
class Registry {
 public:
  Registry();
  ~Registry();
  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;

  /// Runs `task` on a thread of its own. Throws std::system_error where the system has no thread left; the task is then
  /// gone.
  void start(std::unique_ptr<Task> task);

  std::size_t running() const;

  /// False where some were still running at the deadline.
  bool waitUntilEmpty(Clock::time_point deadline);

  /// Aborts every running task.
  void abortAll();

 private:
  struct Entry {
    std::unique_ptr<Task> task;
    std::thread thread;
  };

  void reap();

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::list<Entry> running_;   ///< guarded by mutex_
  std::list<Entry> finished_;  ///< guarded by mutex_; waiting to be joined
  bool closing_ = false;       ///< guarded by mutex_
  std::jthread reaper_;        ///< joins what has finished, so that an ended session's stack is not kept
};

}  // namespace facewire::server
