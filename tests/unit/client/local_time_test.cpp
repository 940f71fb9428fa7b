#include "local_time.hpp"

#include <gtest/gtest.h>

#include "facewire/base/clock.hpp"
#include "zone.hpp"

namespace facewire::app {
namespace {

using namespace std::chrono_literals;

/// An hour ahead of UTC, two in summer, without the system's list of zones.
constexpr const char* kBerlin = "CET-1CEST,M3.5.0,M10.5.0/3";

class LocalTimeTest : public testing::Test {
 protected:
  std::string begin(const char* text) const {
    const auto read = parseTime(text, now_);
    return read ? toUtcText(read->begin) : read.error().detail;
  }
  std::string end(const char* text) const {
    const auto read = parseTime(text, now_);
    return read ? toUtcText(read->end) : read.error().detail;
  }

  test::Zone zone_{kBerlin};
  WallTime now_ = *parseUtc("2026-11-23T08:14:03.250Z");
};

TEST_F(LocalTimeTest, ReadsWhatPeopleWrite) {
  EXPECT_EQ(begin("2026-11-20"), "2026-11-19T23:00:00.000Z");
  EXPECT_EQ(end("2026-11-20"), "2026-11-20T23:00:00.000Z") << "with all its hours";
  EXPECT_EQ(begin("2026-11-20T08:00"), "2026-11-20T07:00:00.000Z");
  EXPECT_EQ(begin("2026-11-20 08:00:30"), "2026-11-20T07:00:30.000Z");
  EXPECT_EQ(end("2026-11-20T08:00"), "2026-11-20T07:00:00.000Z");
  EXPECT_EQ(begin("2026-07-01T08:00"), "2026-07-01T06:00:00.000Z") << "summer time";
  EXPECT_EQ(begin("08:00"), "2026-11-23T07:00:00.000Z");
  EXPECT_EQ(begin("today"), "2026-11-22T23:00:00.000Z");
  EXPECT_EQ(end("today"), "2026-11-23T23:00:00.000Z");
  EXPECT_EQ(begin("yesterday"), "2026-11-21T23:00:00.000Z");
  EXPECT_EQ(end("yesterday"), "2026-11-22T23:00:00.000Z");
  EXPECT_EQ(begin("now"), "2026-11-23T08:14:03.250Z");
  for (const char* text : {"2h", "-2h", "120m", "7200s"}) EXPECT_EQ(begin(text), "2026-11-23T06:14:03.250Z") << text;
  EXPECT_EQ(begin("1.5d"), "2026-11-21T20:14:03.250Z");
  EXPECT_EQ(begin("1w"), "2026-11-16T08:14:03.250Z");
}

TEST_F(LocalTimeTest, RefusesTheRestByName) {
  for (const char* text : {"", "tomorrow-ish", "25:00", "08:61", "2026-13-01", "2026-02-30", "2026-11-20T", "2", "h",
                           "2y", "1e300d", "nan", "2026-11-20T08:00Z", "0001-01-01"}) {
    EXPECT_NE(begin(text).find("\"" + std::string(text) + "\" is no time: write 2026-11-23"), std::string::npos)
        << begin(text);
  }
}

TEST_F(LocalTimeTest, KnowsDaysOfOtherLengths) {
  const WallTime autumn = *parseUtc("2026-10-25T12:00:00Z");
  EXPECT_EQ(startOfNextDay(autumn) - startOfDay(autumn), 25h);
  const WallTime spring = *parseUtc("2026-03-29T12:00:00Z");
  EXPECT_EQ(startOfNextDay(spring) - startOfDay(spring), 23h);
}

TEST_F(LocalTimeTest, WritesTheZonesOffset) {
  EXPECT_EQ(isoText(now_), "2026-11-23T09:14:03.250+01:00");
  EXPECT_EQ(dayText(now_), "2026-11-23");
  EXPECT_EQ(timeOfDayText(now_), "09:14:03");
  const test::Zone west("XXX3:30");
  EXPECT_EQ(isoText(now_), "2026-11-23T04:44:03.250-03:30");
}

TEST(Duration, ReadsWell) {
  EXPECT_EQ(durationText(12.9s), "12 s");
  EXPECT_EQ(durationText(185s), "3 min 5 s");
  EXPECT_EQ(durationText(2h + 5min), "2 h 5 min");
  EXPECT_EQ(durationText(-5s), "0 s");
}

}  // namespace
}  // namespace facewire::app
