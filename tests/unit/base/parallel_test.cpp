#include "facewire/base/parallel.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace facewire {
namespace {

TEST(Parallel, DoesEveryItemOnce) {
  std::vector<int> done(1000, 0);
  forEachInParallel(done.size(), 4, [&] { return [&](std::size_t index) { ++done[index]; }; });
  EXPECT_EQ(done, std::vector<int>(1000, 1));
  forEachInParallel(done.size(), [&](std::size_t index) { ++done[index]; });
  EXPECT_EQ(done, std::vector<int>(1000, 2));
}

TEST(Parallel, HasNothingToDoWithoutItems) {
  forEachInParallel(0, [](std::size_t) { FAIL(); });
  forEachInParallel(0, 4, []() -> ItemWork { throw std::logic_error("not to be asked for"); });
}

TEST(Parallel, ThrowsWhatAnItemThrows) {
  const auto fails = [](std::size_t index) {
    if (index == 7) throw std::runtime_error("seven");
  };
  EXPECT_THROW(forEachInParallel(100, 4, [&]() -> ItemWork { return fails; }), std::runtime_error);
  EXPECT_THROW(forEachInParallel(100, fails), std::runtime_error);
}

/// One of the two is a helper, where an exception that nobody catches would end the process.
TEST(Parallel, ThrowsWhatAHelperThrows) {
  std::latch both(2);
  const auto caller = std::this_thread::get_id();
  const auto failsInTheHelper = [&](std::size_t) {
    both.arrive_and_wait();
    if (std::this_thread::get_id() != caller) throw std::runtime_error("the helper");
  };
  EXPECT_THROW(forEachInParallel(2, 2, [&]() -> ItemWork { return failsInTheHelper; }), std::runtime_error);
}

TEST(Parallel, BeginsNoItemAfterAFailure) {
  std::atomic<int> begun = 0;
  const auto fails = [&](std::size_t) {
    ++begun;
    throw std::runtime_error("all of them");
  };
  EXPECT_THROW(forEachInParallel(1000, 2, [&]() -> ItemWork { return fails; }), std::runtime_error);
  EXPECT_LE(begun, 2);
}

TEST(Parallel, ThrowsWhatMakingTheWorkThrows) {
  EXPECT_THROW(forEachInParallel(3, 2, []() -> ItemWork { throw std::runtime_error("no network"); }),
               std::runtime_error);
}

}  // namespace
}  // namespace facewire
