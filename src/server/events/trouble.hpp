#pragma once

#include <spdlog/logger.h>

#include <mutex>
#include <string>

namespace facewire::events {

/// What is wrong with one receiver at present. The log is told when that begins, changes and ends, not with every
/// event. Safe for concurrent use.
class Trouble {
 public:
  /// `name` and `receiver`: as SinkCounts'. `log` outlives this.
  Trouble(std::string name, const std::string& receiver, spdlog::logger& log)
      : name_(std::move(name)), inLog_(name_ + " " + receiver), log_(log) {}

  /// `consequence`: what that means for the events, for the log alone.
  void begin(const std::string& reason, const std::string& consequence) {
    const std::lock_guard lock(mutex_);
    if (reason == reason_) return;
    reason_ = reason;
    log_.warn("{}: {}; {}", inLog_, reason, consequence);
  }

  void end() {
    const std::lock_guard lock(mutex_);
    if (reason_.empty()) return;
    reason_.clear();
    log_.info("{}: works again", inLog_);
  }

  std::string reason() const {
    const std::lock_guard lock(mutex_);
    return reason_;
  }

  const std::string& name() const { return name_; }
  /// What lines of the log begin with.
  const std::string& inLog() const { return inLog_; }
  spdlog::logger& log() const { return log_; }

 private:
  const std::string name_;
  const std::string inLog_;
  spdlog::logger& log_;
  mutable std::mutex mutex_;
  std::string reason_;  ///< guarded by mutex_
};

}  // namespace facewire::events
