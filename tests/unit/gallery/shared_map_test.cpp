#include "facewire/gallery/shared_map.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

namespace facewire::gallery {
namespace {

using Map = SharedMap<int, std::string>;

void expectSame(const Map& map, const std::map<int, std::string>& expected) {
  ASSERT_EQ(map.size(), expected.size());
  EXPECT_EQ(map.empty(), expected.empty());
  auto entry = map.begin();
  for (const auto& [key, value] : expected) {
    ASSERT_NE(entry, map.end());
    EXPECT_EQ(entry->first, key);
    EXPECT_EQ(entry->second, value);
    EXPECT_EQ(map.at(key), value);
    ++entry;
  }
  EXPECT_EQ(entry, map.end());
}

TEST(SharedMap, IsEmptyAtFirst) {
  const Map map;
  expectSame(map, {});
  EXPECT_FALSE(map.contains(1));
  EXPECT_THROW(map.at(1), std::out_of_range);
}

TEST(SharedMap, KeepsEntriesThatComeInOrderOrBackwards) {
  Map up;
  Map down;
  std::map<int, std::string> expected;
  for (int i = 0; i < 1000; ++i) {
    up.emplace(i, std::to_string(i));
    down.emplace(999 - i, std::to_string(999 - i));
    expected[i] = std::to_string(i);
  }
  expectSame(up, expected);
  expectSame(down, expected);
  EXPECT_EQ(up, down);
}

TEST(SharedMap, IsAsAMapWhateverIsDoneAndCopiesDoNotChange) {
  std::mt19937 random(8);
  Map map;
  std::map<int, std::string> expected;
  for (int round = 0; round < 5000; ++round) {
    const Map before = map;
    const auto expectedBefore = expected;
    const int key = static_cast<int>(random() % 600);
    const std::string value = std::to_string(round);
    // First more is added, then more taken away.
    if (const auto what = random() % 10; what < (round < 2500 ? 4U : 2U)) {
      const auto [entry, isNew] = map.try_emplace(key, value);
      EXPECT_EQ(isNew, expected.try_emplace(key, value).second);
      EXPECT_EQ(entry->second, expected[key]);
    } else if (what < (round < 2500 ? 7U : 3U)) {
      map[key] = value;
      expected[key] = value;
    } else {
      EXPECT_EQ(map.erase(key), expected.erase(key));
    }
    EXPECT_EQ(map.contains(key), expected.contains(key));
    if (round % 100 != 0) continue;
    expectSame(map, expected);
    expectSame(before, expectedBefore);
  }
  for (int key = 0; key < 600; ++key) map.erase(key);
  expectSame(map, {});
}

}  // namespace
}  // namespace facewire::gallery
