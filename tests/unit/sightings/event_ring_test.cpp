#include "facewire/sightings/event_ring.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace facewire::sightings {
namespace {

using namespace std::chrono_literals;

Event eventOf(const std::string& name) {
  Event event;
  event.sighting.person = name;
  event.picture = std::make_shared<const Bytes>(10);
  return event;
}

TEST(EventRing, GivesWhatCameAfterANumber) {
  EventRing ring(100);
  for (const char* name : {"Ada", "Bob", "Cem"}) ring.add(eventOf(name));
  const auto page = ring.wait(101, 10, 0ms, nullptr);
  ASSERT_EQ(page.events.size(), 2U);
  EXPECT_EQ(page.events[0].event.sighting.person, "Bob");
  EXPECT_EQ(page.events[0].event.picture, nullptr);
  EXPECT_EQ(page.next, 103);
  EXPECT_EQ(page.missed, 0U);
  EXPECT_EQ(ring.wait(100, 1, 0ms, nullptr).next, 101) << "the rest is there for the next call";
}

TEST(EventRing, WaitsForTheNextEvent) {
  EventRing ring(0);
  std::jthread later([&] { ring.add(eventOf("Ada")); });
  const auto page = ring.wait(0, 10, 60s, nullptr);
  ASSERT_EQ(page.events.size(), 1U);
  EXPECT_EQ(page.next, 1);
}

TEST(EventRing, EndsAWaitThatNobodyWaitsFor) {
  EventRing ring(5);
  const auto page = ring.wait(5, 10, 1h, [] { return true; });
  EXPECT_TRUE(page.events.empty());
  EXPECT_EQ(page.next, 5);
}

TEST(EventRing, TellsHowMuchASlowReaderMissed) {
  EventRing ring(0);
  for (std::size_t i = 0; i < EventRing::kKept + 7; ++i) ring.add(eventOf(std::to_string(i)));
  const auto page = ring.wait(2, 3, 0ms, nullptr);
  ASSERT_EQ(page.events.size(), 3U);
  EXPECT_EQ(page.missed, 5U);
  EXPECT_EQ(page.events[0].event.sighting.person, "7");
}

TEST(EventRing, TakesANumberOfAnEarlierServerForItsFirst) {
  EventRing ring(1'000'000);
  ring.add(eventOf("Ada"));
  const auto page = ring.wait(12, 10, 0ms, nullptr);
  ASSERT_EQ(page.events.size(), 1U);
  EXPECT_EQ(page.missed, 0U);
  EXPECT_EQ(ring.wait(9'000'000, 10, 0ms, nullptr).next, 1'000'001) << "a clock that was set back";
}

TEST(EventRing, ForgetsAndRenames) {
  EventRing ring(0);
  for (const char* name : {"Ada", "Bob", "Cem"}) ring.add(eventOf(name));
  ring.forget("Bob");
  ring.rename("Cem", "Jem");
  const auto page = ring.wait(0, 10, 0ms, nullptr);
  ASSERT_EQ(page.events.size(), 2U);
  EXPECT_EQ(page.events[0].event.sighting.person, "Ada");
  EXPECT_EQ(page.events[1].event.sighting.person, "Jem");
  EXPECT_EQ(ring.wait(1, 1, 0ms, nullptr).events[0].number, 2);
}

}  // namespace
}  // namespace facewire::sightings
