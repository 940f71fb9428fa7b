#include "facewire/base/clock.hpp"

#include <gtest/gtest.h>

namespace facewire {
namespace {

using namespace std::chrono_literals;

TEST(UtcTime, IsWrittenAndReadBack) {
  const std::chrono::system_clock::time_point time(1'795'421'667s + 250ms);
  EXPECT_EQ(toUtcText(time), "2026-11-23T08:14:27.250Z");
  EXPECT_EQ(parseUtc("2026-11-23T08:14:27.250Z"), time);
  EXPECT_EQ(parseUtc("2026-11-23T08:14:27Z"), time - 250ms);
  EXPECT_EQ(parseUtc("2026-11-23T08:14:27.25Z"), time);
  EXPECT_EQ(parseUtc("2026-11-23T08:14:27.2500009999Z"), time) << "finer than anybody measures";
  EXPECT_EQ(toUtcText(std::chrono::system_clock::time_point(-1ms)), "1969-12-31T23:59:59.999Z");
}

TEST(UtcTime, IsNothingElse) {
  for (const char* text :
       {"", "Z", "2026-11-23", "2026-11-23T08:14:27", "2026-11-23T08:14:27+01:00", "2026-13-23T08:14:27Z",
        "2026-02-30T08:14:27Z", "2026-11-23T24:14:27Z", "2026-11-23T08:60:27Z", "2026-11-23T08:14:27.Z",
        "2026-11-23T08:14:27.xZ", "2026-11-23 08:14:27Z", "0001-01-01T00:00:00Z", "9999-01-01T00:00:00Z"}) {
    EXPECT_FALSE(parseUtc(text)) << text;
  }
}

}  // namespace
}  // namespace facewire
