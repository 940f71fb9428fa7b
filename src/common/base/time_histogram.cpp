#include "facewire/base/time_histogram.hpp"

#include <algorithm>

namespace facewire {

void TimeHistogram::add(std::chrono::nanoseconds time) noexcept {
  const auto taken = std::max(time, std::chrono::nanoseconds(0));
  const double seconds = std::chrono::duration<double>(taken).count();
  const auto bucket = std::ranges::lower_bound(kBounds, seconds) - kBounds.begin();
  // Nothing else is ordered by these counts.
  counts_[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
  nanoseconds_.fetch_add(static_cast<std::uint64_t>(taken.count()), std::memory_order_relaxed);
}

TimeHistogram::Reading TimeHistogram::read() const noexcept {
  Reading reading;
  std::ranges::transform(counts_, reading.counts.begin(),
                         [](const auto& count) { return count.load(std::memory_order_relaxed); });
  reading.seconds = static_cast<double>(nanoseconds_.load(std::memory_order_relaxed)) / 1e9;
  return reading;
}

}  // namespace facewire
