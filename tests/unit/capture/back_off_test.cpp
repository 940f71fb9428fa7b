#include "facewire/capture/back_off.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "facewire/base/clock.hpp"

namespace facewire::capture {
namespace {

TEST(BackOff, DoublesFromAQuarterSecondToFiveSeconds) {
  BackOff backOff;
  std::vector<long> waits;
  for (int i = 0; i < 7; ++i) waits.push_back(backOff.next().count());
  EXPECT_EQ(waits, (std::vector<long>{250, 500, 1000, 2000, 4000, 5000, 5000}));
}

TEST(BackOff, StartsAgainWhenReset) {
  BackOff backOff;
  backOff.next();
  backOff.next();
  backOff.reset();
  EXPECT_EQ(backOff.next(), BackOff::kFirst);
}

TEST(BackOff, AStopRequestEndsTheWait) {
  BackOff backOff;
  for (int i = 0; i < 6; ++i) backOff.next();  // the next wait would last five seconds
  std::stop_source stop;
  const auto start = Clock::now();
  std::jthread stopper([&stop] { stop.request_stop(); });
  EXPECT_FALSE(backOff.wait(stop.get_token()));
  EXPECT_LT(millisecondsBetween(start, Clock::now()), 4000);
}

}  // namespace
}  // namespace facewire::capture
