#include "attendance.hpp"

#include <gtest/gtest.h>

#include "facewire/base/clock.hpp"
#include "zone.hpp"

namespace facewire::app {
namespace {

using namespace std::chrono_literals;

client::Sighting seen(const char* person, const char* first, const char* last) {
  client::Sighting sighting;
  if (*person) sighting.person = person;
  sighting.client = "front-door";
  sighting.first = *parseUtc(first);
  sighting.last = *parseUtc(last);
  return sighting;
}

class AttendanceTest : public testing::Test {
 protected:
  test::Zone zone_{"AAA-2"};
};

TEST_F(AttendanceTest, IsOneLineForEachPersonAndDay) {
  const auto list = attendanceOf({seen("Bob", "2026-11-23T06:00:00Z", "2026-11-23T06:10:00Z"),
                                  seen("Ada", "2026-11-23T06:30:00Z", "2026-11-23T07:00:00Z"),
                                  seen("Ada", "2026-11-23T15:00:00Z", "2026-11-23T15:05:00Z"),
                                  seen("Ada", "2026-11-24T06:00:00Z", "2026-11-24T06:01:00Z"),
                                  seen("", "2026-11-24T06:00:00Z", "2026-11-24T06:01:00Z")});
  ASSERT_EQ(list.size(), 3U);
  EXPECT_EQ(list[0].person, "Ada");
  EXPECT_EQ(list[0].day, "2026-11-23");
  EXPECT_EQ(timeOfDayText(list[0].first), "08:30:00");
  EXPECT_EQ(timeOfDayText(list[0].last), "17:05:00");
  EXPECT_EQ(list[0].present, 35min);
  EXPECT_EQ(list[0].sightings, 2U);
  EXPECT_EQ(list[1].person, "Bob");
  EXPECT_EQ(list[2].day, "2026-11-24");
}

TEST_F(AttendanceTest, CountsOnceWhatTwoCamerasSaw) {
  const auto list = attendanceOf({seen("Ada", "2026-11-23T06:00:00Z", "2026-11-23T06:10:00Z"),
                                  seen("Ada", "2026-11-23T06:05:00Z", "2026-11-23T06:15:00Z"),
                                  seen("Ada", "2026-11-23T06:06:00Z", "2026-11-23T06:07:00Z")});
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].present, 15min);
  EXPECT_EQ(list[0].sightings, 3U);
}

TEST_F(AttendanceTest, SharesASightingBeyondMidnightAmongItsDays) {
  const auto list = attendanceOf({seen("Ada", "2026-11-23T21:30:00Z", "2026-11-23T22:45:00Z")});
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].day, "2026-11-23");
  EXPECT_EQ(list[0].present, 30min);
  EXPECT_EQ(list[1].day, "2026-11-24");
  EXPECT_EQ(list[1].present, 45min);
}

TEST_F(AttendanceTest, BelievesNoServerThatSaysSomebodyStayedForCenturies) {
  EXPECT_LE(attendanceOf({seen("Ada", "1750-01-01T00:00:00Z", "2150-01-01T00:00:00Z")}).size(), 1000U);
  EXPECT_EQ(attendanceOf({seen("Ada", "2026-11-23T21:30:00Z", "2026-11-22T22:45:00Z")}).size(), 1U);
}

}  // namespace
}  // namespace facewire::app
