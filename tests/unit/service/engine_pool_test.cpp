#include "engine_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <optional>
#include <thread>
#include <vector>

namespace facewire::service {
namespace {

class EnginePoolTest : public testing::Test {
 protected:
  void waitUntilWaiting(std::size_t count) {
    while (pool_.queue().waiting != count) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

  EnginePool pool_{1, vision::DetectorOptions{.cascade = FACEWIRE_CASCADES "/haarcascade_frontalface_default.xml"},
                   false};
};

TEST_F(EnginePoolTest, ServesThoseWhoWaitInTheirOrder) {
  auto busy = std::make_optional(pool_.lease({}).value());
  std::vector<int> served;  // guarded by the lease
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      EnginePool::Waiter waiter;
      const auto lease = pool_.lease({}, waiter);
      ASSERT_TRUE(lease);
      served.push_back(i);
    });
    waitUntilWaiting(static_cast<std::size_t>(i) + 1);
  }
  EXPECT_EQ(pool_.queue().busy, 1u);
  busy.reset();
  threads.clear();
  EXPECT_EQ(served, (std::vector{0, 1, 2, 3}));
  EXPECT_EQ(pool_.queue().busy, 0u);
}

TEST_F(EnginePoolTest, AKeptPlaceWaitsAsOftenAsItIsUsed) {
  constexpr int kTurns = 200;
  std::atomic<int> inWork = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      EnginePool::Waiter waiter;
      for (int turn = 0; turn < kTurns; ++turn) {
        const auto lease = pool_.lease({}, waiter);
        ASSERT_TRUE(lease);
        EXPECT_EQ(++inWork, 1);
        std::this_thread::yield();
        --inWork;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(pool_.queue().busy, 0u);
  EXPECT_EQ(pool_.queue().waiting, 0u);
}

TEST_F(EnginePoolTest, LetsGoOfWhoIsToldToStop) {
  auto busy = std::make_optional(pool_.lease({}).value());
  EnginePool::Waiter waiter;
  {
    std::jthread waiting([&](const std::stop_token& stop) {
      const auto lease = pool_.lease(stop, waiter);
      ASSERT_FALSE(lease);
      EXPECT_EQ(lease.error().code, ErrorCode::shuttingDown);
    });
    waitUntilWaiting(1);
  }
  EXPECT_EQ(pool_.queue().waiting, 0u);
  busy.reset();
  EXPECT_EQ(pool_.queue().busy, 0u);
  EXPECT_TRUE(pool_.lease({}, waiter)) << "the place is used again";
}

}  // namespace
}  // namespace facewire::service
