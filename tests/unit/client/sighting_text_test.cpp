#include "sighting_text.hpp"

#include <gtest/gtest.h>

#include "facewire/base/clock.hpp"
#include "zone.hpp"

namespace facewire::app {
namespace {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

client::Sighting seen(const std::string& person, const std::string& client) {
  client::Sighting sighting;
  sighting.id = 12;
  if (!person.empty()) sighting.person = person;
  sighting.client = client;
  sighting.first = *parseUtc("2026-11-23T07:14:03Z");
  sighting.last = sighting.first + 12500ms;
  sighting.frames = 300;
  sighting.score = 0.834;
  return sighting;
}

class SightingTextTest : public testing::Test {
 protected:
  test::Zone zone_{"AAA-1"};
};

TEST_F(SightingTextTest, IsAnAlignedTable) {
  client::Sighting open = seen("", "yard");
  open.isOpen = true;
  EXPECT_EQ(tableOf(std::vector{seen("Ada Lovelace", "front-door"), open}),
            (Lines{"DAY         CAME      LEFT      TIME  WHO               CLIENT      SCORE",
                   "2026-11-23  08:14:03  08:14:15  0:12  Ada Lovelace      front-door   0.83",
                   "2026-11-23  08:14:03  is here   0:12  somebody unknown  yard            -"}));
}

TEST_F(SightingTextTest, IsCsvWithTheOffsetFromUtc) {
  EXPECT_EQ(csvOf(std::vector{seen("Ada \"A.\", Lovelace", "front-door")}),
            (Lines{"id,person,client,first,last,seconds,frames,score,open",
                   "12,\"Ada \"\"A.\"\", Lovelace\",front-door,2026-11-23T08:14:03.000+01:00,"
                   "2026-11-23T08:14:15.500+01:00,12.5,300,0.834,false"}));
}

TEST_F(SightingTextTest, LetsNoNameActOnTheReader) {
  const auto lines = csvOf(std::vector{seen("=SUM(A1)", "a\nb\x1b[31m")});
  EXPECT_NE(lines[1].find("12,'=SUM(A1),a?b?[31m,"), std::string::npos) << lines[1];
  EXPECT_EQ(tableOf(std::vector{seen("A\x1b[31mda", "x")})[1].find('\x1b'), std::string::npos);
}

TEST_F(SightingTextTest, IsJson) {
  const auto json = toJson(client::SightingEvent{true, seen("Ada", "front-door")});
  EXPECT_EQ(protocol::toText(json),
            R"({"event":"left","id":12,"person":"Ada","client":"front-door","first":"2026-11-23T08:14:03.000+01:00",)"
            R"("last":"2026-11-23T08:14:15.500+01:00","seconds":12.5,"frames":300,"score":0.834,"open":false})");
  EXPECT_TRUE(toJson(seen("", "x")).at("person").is_null());
}

TEST_F(SightingTextTest, ListsAttendance) {
  const auto list = attendanceOf({seen("Ada", "front-door")});
  EXPECT_EQ(tableOf(list), (Lines{"DAY         WHO  FIRST IN  LAST OUT  PRESENT  SIGHTINGS",
                                  "2026-11-23  Ada  08:14:03  08:14:15     0:12          1"}));
  EXPECT_EQ(csvOf(list)[1], "2026-11-23,Ada,2026-11-23T08:14:03.000+01:00,2026-11-23T08:14:15.500+01:00,12.5,1");
}

}  // namespace
}  // namespace facewire::app
