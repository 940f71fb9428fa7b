#include "latency.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace facewire::app {
namespace {

TEST(Percentile, IsTheNearestRank) {
  std::vector<double> values(100);
  std::iota(values.begin(), values.end(), 1);
  EXPECT_EQ(percentile(values, 0.50), 50);
  EXPECT_EQ(percentile(values, 0.99), 99);
  EXPECT_EQ(percentile(values, 1.0), 100);
}

TEST(Percentile, OfFewOrNoValues) {
  EXPECT_EQ(percentile({7}, 0.5), 7);
  EXPECT_EQ(percentile({7, 9}, 0.95), 9);
  EXPECT_EQ(percentile({}, 0.5), 0);
}

}  // namespace
}  // namespace facewire::app
