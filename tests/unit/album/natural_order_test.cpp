#include "facewire/album/natural_order.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace facewire::album {
namespace {

TEST(NaturalOrder, ComparesNumbersByValue) {
  std::vector<std::string> names{"10.jpg", "a10b2", "2.jpg", "a2", "1.jpg", "a10b1", "a", ""};
  std::ranges::sort(names, comesBefore);
  EXPECT_EQ(names, (std::vector<std::string>{"", "1.jpg", "2.jpg", "10.jpg", "a", "a2", "a10b1", "a10b2"}));
}

TEST(NaturalOrder, TakesNumbersOfAnyLength) {
  EXPECT_TRUE(comesBefore("99999999999999999999998", "99999999999999999999999"));
  EXPECT_FALSE(comesBefore("99999999999999999999999", "99999999999999999999998"));
}

TEST(NaturalOrder, IsStrict) {
  for (const char* name : {"", "1", "01", "a1b"}) EXPECT_FALSE(comesBefore(name, name));
  EXPECT_NE(comesBefore("01", "1"), comesBefore("1", "01"));
}

}  // namespace
}  // namespace facewire::album
