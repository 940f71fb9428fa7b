#include "facewire/base/recent_rate.hpp"

#include <gtest/gtest.h>

namespace facewire {
namespace {

using namespace std::chrono_literals;

class RecentRateTest : public testing::Test {
 protected:
  Clock::time_point at(std::chrono::milliseconds time) const { return began_ + time; }
  void noteEvery(std::chrono::milliseconds step, std::chrono::milliseconds from, std::chrono::milliseconds until) {
    for (auto time = from; time < until; time += step) rate_.note(at(time));
  }

  const Clock::time_point began_{1000h};
  RecentRate rate_{began_};
};

TEST_F(RecentRateTest, IsNothingBeforeAnythingHappened) {
  EXPECT_EQ(rate_.perSecond(at(0ms)), 0);
  EXPECT_EQ(rate_.perSecond(at(1h)), 0);
}

TEST_F(RecentRateTest, IsOverTheTimeThatWasWatchedWhereThatIsShort) {
  noteEvery(100ms, 0ms, 4s);
  EXPECT_NEAR(rate_.perSecond(at(4s)), 10, 0.1);
  // One frame in the first millisecond is no thousand a second.
  RecentRate young{began_};
  young.note(at(1ms));
  EXPECT_EQ(young.perSecond(at(2ms)), 1);
}

TEST_F(RecentRateTest, IsSteadyWhileThingsAre) {
  for (auto time = 0s; time < 100s; ++time) {
    noteEvery(40ms, time, time + 1s);
    EXPECT_NEAR(rate_.perSecond(at(time + 999ms)), 25, 0.1) << time.count();
  }
}

TEST_F(RecentRateTest, ForgetsWhatIsTenSecondsAgo) {
  noteEvery(10ms, 0ms, 5s);
  EXPECT_NEAR(rate_.perSecond(at(9s + 999ms)), 50, 0.1);
  EXPECT_GT(rate_.perSecond(at(13s)), 0);
  EXPECT_EQ(rate_.perSecond(at(14s)), 0);
  EXPECT_EQ(rate_.perSecond(at(1000h)), 0);
  rate_.note(at(1000h));
  EXPECT_NEAR(rate_.perSecond(at(1000h)), 1 / 9.0, 0.02);
}

}  // namespace
}  // namespace facewire
