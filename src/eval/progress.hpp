#pragma once

#include <cstddef>
#include <mutex>
#include <string>

#include "facewire/base/clock.hpp"

namespace facewire::eval {

/// A bar on standard error, where that is a terminal; gone when the object goes. Safe for concurrent use.
class Progress {
 public:
  Progress(std::size_t total, std::string noun);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void advance();

 private:
  const std::size_t total_;
  const std::string noun_;
  const bool shown_;
  std::mutex mutex_;
  std::size_t done_ = 0;     ///< guarded by mutex_
  Clock::time_point drawn_;  ///< guarded by mutex_
};

}  // namespace facewire::eval
