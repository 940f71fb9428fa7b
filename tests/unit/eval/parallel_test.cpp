#include "parallel.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

namespace facewire::eval {
namespace {

TEST(Parallel, DoesEveryItemOnce) {
  std::vector<int> done(1000, 0);
  forEachInParallel(done.size(), 4, [&] { return [&](std::size_t index) { ++done[index]; }; });
  EXPECT_EQ(done, std::vector<int>(1000, 1));
}

TEST(Parallel, ThrowsWhatAnItemThrows) {
  const auto fails = [](std::size_t index) {
    if (index == 7) throw std::runtime_error("seven");
  };
  EXPECT_THROW(forEachInParallel(100, 4, [&]() -> Work { return fails; }), std::runtime_error);
}

}  // namespace
}  // namespace facewire::eval
