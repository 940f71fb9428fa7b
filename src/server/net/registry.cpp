#include "registry.hpp"

namespace facewire::server {

Registry::Registry() : reaper_([this] { reap(); }) {}

Registry::~Registry() {
  abortAll();
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  changed_.notify_all();
}

void Registry::start(std::unique_ptr<Task> task) {
  const std::lock_guard lock(mutex_);
  const auto entry = running_.emplace(running_.end());
  entry->task = std::move(task);
  try {
    // The new thread needs mutex_ to end, so `thread` is in place before anyone joins it.
    entry->thread = std::thread([this, entry] {
      try {
        entry->task->run();
      } catch (...) {
        // Not even the memory to say so: this connection closes as its task goes, and no other notices.
      }
      const std::lock_guard ended(mutex_);
      finished_.splice(finished_.end(), running_, entry);
      changed_.notify_all();
    });
  } catch (...) {
    running_.erase(entry);
    throw;
  }
}

std::size_t Registry::running() const {
  const std::lock_guard lock(mutex_);
  return running_.size();
}

bool Registry::waitUntilEmpty(Clock::time_point deadline) {
  std::unique_lock lock(mutex_);
  return changed_.wait_until(lock, deadline, [this] { return running_.empty(); });
}

void Registry::abortAll() {
  const std::lock_guard lock(mutex_);
  for (const Entry& entry : running_) entry.task->abort();
}

void Registry::reap() {
  std::unique_lock lock(mutex_);
  while (!closing_ || !running_.empty() || !finished_.empty()) {
    changed_.wait(lock, [this] { return !finished_.empty() || (closing_ && running_.empty()); });
    std::list<Entry> ended = std::move(finished_);
    finished_.clear();
    lock.unlock();
    for (Entry& entry : ended) entry.thread.join();
    ended.clear();
    lock.lock();
  }
}

}  // namespace facewire::server
