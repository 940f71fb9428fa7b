#include "facewire/base/time_histogram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>
#include <vector>

namespace facewire {
namespace {

using namespace std::chrono_literals;

std::size_t bucketOf(std::chrono::nanoseconds time) {
  TimeHistogram histogram;
  histogram.add(time);
  const auto counts = histogram.read().counts;
  return static_cast<std::size_t>(std::ranges::find(counts, 1U) - counts.begin());
}

TEST(TimeHistogram, CountsWhatTookAsLongAsABoundAmongWhatIsWithinIt) {
  EXPECT_EQ(bucketOf(0ns), 0U);
  EXPECT_EQ(bucketOf(100us), 0U);
  EXPECT_EQ(bucketOf(100001ns), 1U);
  EXPECT_EQ(bucketOf(5s), TimeHistogram::kBounds.size() - 1);
  EXPECT_EQ(bucketOf(5000000001ns), TimeHistogram::kBounds.size());
  EXPECT_EQ(bucketOf(24h), TimeHistogram::kBounds.size());
}

TEST(TimeHistogram, TakesATimeThatRanBackwardsForNone) {
  TimeHistogram histogram;
  histogram.add(-1s);
  EXPECT_EQ(histogram.read().counts.front(), 1U);
  EXPECT_EQ(histogram.read().seconds, 0);
}

TEST(TimeHistogram, HasBoundsThatGrow) {
  EXPECT_TRUE(std::ranges::is_sorted(TimeHistogram::kBounds));
}

TEST(TimeHistogram, LosesNothingThatThreadsAddAtATime) {
  TimeHistogram histogram;
  constexpr int kEach = 20'000;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&histogram] {
        for (int i = 0; i < kEach; ++i) histogram.add(i % 2 == 0 ? 1ms : 1s);
      });
    }
  }
  const auto reading = histogram.read();
  EXPECT_EQ(reading.total(), 4U * kEach);
  EXPECT_NEAR(reading.seconds, 2 * kEach * 1.001, 1e-6);
}

}  // namespace
}  // namespace facewire
