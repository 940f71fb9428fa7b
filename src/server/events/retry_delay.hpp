#pragma once

#include <algorithm>
#include <chrono>
#include <random>

namespace facewire::events {

/// How long to wait before each next try: twice as long as before, up to a minute, less up to a half by chance, so that
/// those who lost a receiver together don't come back together. Confined to one thread.
class RetryDelay {
 public:
  static constexpr std::chrono::milliseconds kLongest{60'000};

  explicit RetryDelay(std::chrono::milliseconds first) : first_(first), next_(first) {}

  std::chrono::milliseconds next() {
    const auto longest = next_;
    next_ = std::min(next_ * 2, kLongest);
    return std::chrono::milliseconds(
        std::uniform_int_distribution<std::chrono::milliseconds::rep>(longest.count() / 2, longest.count())(random_));
  }

  void reset() { next_ = first_; }

 private:
  const std::chrono::milliseconds first_;
  std::chrono::milliseconds next_;
  std::minstd_rand random_{std::random_device{}()};
};

}  // namespace facewire::events
