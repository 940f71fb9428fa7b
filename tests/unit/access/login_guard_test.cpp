#include "facewire/access/login_guard.hpp"

#include <gtest/gtest.h>

namespace facewire::access {
namespace {

using namespace std::chrono_literals;

TEST(LoginGuard, BarsAPlaceAfterSoManyFailuresUntilTheFirstIsOldEnough) {
  LoginGuard guard(3, 60s);
  const auto start = Clock::now();
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(guard.barredFor("192.0.2.1", start + i * 10s));
    guard.noteFailure("192.0.2.1", start + i * 10s);
  }
  EXPECT_EQ(guard.barredFor("192.0.2.1", start + 20s), 40s);
  EXPECT_FALSE(guard.barredFor("192.0.2.2", start + 20s));
  EXPECT_FALSE(guard.barredFor("192.0.2.1", start + 60s));
  guard.noteFailure("192.0.2.1", start + 61s);
  EXPECT_TRUE(guard.barredFor("192.0.2.1", start + 62s));
}

TEST(LoginGuard, ForgetsThePlacesThatFailedLongestAgoRatherThanGrow) {
  LoginGuard guard(1, 1h);
  const auto start = Clock::now();
  for (int i = 0; i < 20'000; ++i) guard.noteFailure("place " + std::to_string(i), start + i * 1ms);
  EXPECT_FALSE(guard.barredFor("place 0", start + 21s));
  for (int i = 15'000; i < 20'000; ++i) EXPECT_TRUE(guard.barredFor("place " + std::to_string(i), start + 21s)) << i;
}

}  // namespace
}  // namespace facewire::access
