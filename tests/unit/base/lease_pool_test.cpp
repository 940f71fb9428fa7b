#include "facewire/base/lease_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

namespace facewire {
namespace {

struct Counter {
  int value = 0;
};

/// Makes counters and tells how many it made.
struct Factory {
  std::atomic<int> made = 0;
  LeasePool<Counter>::Make make() {
    return [this] {
      ++made;
      return std::make_unique<Counter>();
    };
  }
};

TEST(LeasePool, MakesNothingBeforeItIsNeeded) {
  Factory factory;
  const LeasePool<Counter> pool(factory.make());
  EXPECT_EQ(factory.made, 0);
}

TEST(LeasePool, GivesAnItemThatCameBackAsItWas) {
  Factory factory;
  LeasePool<Counter> pool(factory.make());
  pool.take()->value = 7;
  EXPECT_EQ(pool.take()->value, 7);
  EXPECT_EQ(factory.made, 1);
}

TEST(LeasePool, NeverGivesAnItemToTwo) {
  Factory factory;
  LeasePool<Counter> pool(factory.make());
  const auto first = pool.take();
  const auto second = pool.take();
  EXPECT_NE(first.get(), second.get());
  EXPECT_EQ(factory.made, 2);
}

TEST(LeasePool, GivesTheItemThatWasUsedLast) {
  Factory factory;
  LeasePool<Counter> pool(factory.make());
  auto first = pool.take();
  auto second = pool.take();
  const Counter* last = first.get();
  second.reset();
  first.reset();
  EXPECT_EQ(pool.take().get(), last);
}

TEST(LeasePool, TakesAnItemBackFromWhoeverEndsWithAnException) {
  Factory factory;
  LeasePool<Counter> pool(factory.make());
  const auto work = [&] {
    const auto lease = pool.take();
    throw std::runtime_error("in the midst of the work");
  };
  EXPECT_THROW(work(), std::runtime_error);
  const auto next = pool.take();
  EXPECT_EQ(factory.made, 1);
}

TEST(LeasePool, GoesOnAfterAnItemThatCouldNotBeMade) {
  bool works = false;
  LeasePool<Counter> pool([&] {
    if (!works) throw std::runtime_error("no memory for a network");
    return std::make_unique<Counter>();
  });
  EXPECT_THROW(pool.take(), std::runtime_error);
  works = true;
  const auto first = pool.take();
  const auto second = pool.take();
  EXPECT_NE(first.get(), second.get());
}

TEST(LeasePool, HasAsManyItemsAsWereNeededAtOnce) {
  constexpr int kThreads = 4;
  constexpr int kRounds = 10000;
  Factory factory;
  LeasePool<Counter> pool(factory.make());
  std::latch all(kThreads);
  const auto count = [&] {
    {
      const auto lease = pool.take();
      all.arrive_and_wait();
    }
    for (int i = 0; i < kRounds; ++i) ++pool.take()->value;
  };
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) threads.emplace_back(count);
  }
  EXPECT_EQ(factory.made, kThreads);
  // Had two had the same one at a time, they would have lost some.
  std::vector<LeasePool<Counter>::Lease> leases;
  int sum = 0;
  for (int i = 0; i < kThreads; ++i) sum += leases.emplace_back(pool.take())->value;
  EXPECT_EQ(sum, kThreads * kRounds);
}

}  // namespace
}  // namespace facewire
