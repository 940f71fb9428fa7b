#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <numeric>

namespace facewire {

/// How often something took how long. Safe for concurrent use: adding is two atomic additions, and nobody waits.
class TimeHistogram {
 public:
  /// Upper bounds, in seconds, of all buckets but the last, which has none.
  static constexpr std::array<double, 22> kBounds{0.0001, 0.00025, 0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075,
                                                  0.01,   0.015,   0.02,   0.03,  0.05,  0.075, 0.1,   0.15,
                                                  0.2,    0.3,     0.5,    1,     2,     5};

  struct Reading {
    std::array<std::uint64_t, kBounds.size() + 1> counts{};  ///< of each bucket by itself
    double seconds = 0;                                      ///< all together

    std::uint64_t total() const { return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}); }
  };

  /// What took less than nothing, as clocks may have it, took no time.
  void add(std::chrono::nanoseconds time) noexcept;

  /// While others add, the sum may be ahead of the counts or behind them by what is being added.
  Reading read() const noexcept;

 private:
  std::array<std::atomic<std::uint64_t>, kBounds.size() + 1> counts_{};
  std::atomic<std::uint64_t> nanoseconds_ = 0;
};

}  // namespace facewire
