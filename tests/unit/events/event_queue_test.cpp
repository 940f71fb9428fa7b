#include "event_queue.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "sample_event.hpp"

namespace facewire::events {
namespace {

TEST(EventQueue, GivesWhatItGotInOrder) {
  EventQueue queue(3);
  for (const std::int64_t id : {1, 2, 3}) EXPECT_TRUE(queue.put(adaEvent(kEntered, id)));
  for (const std::int64_t id : {1, 2, 3}) EXPECT_EQ(queue.waitForNext()->sighting.id, id);
  EXPECT_FALSE(queue.take());
}

TEST(EventQueue, DropsTheOldestWhereItIsFull) {
  EventQueue queue(2);
  for (const std::int64_t id : {1, 2}) EXPECT_TRUE(queue.put(adaEvent(kEntered, id)));
  for (const std::int64_t id : {3, 4, 5}) EXPECT_FALSE(queue.put(adaEvent(kEntered, id)));
  EXPECT_EQ(queue.counts().dropped, 3u);
  EXPECT_EQ(queue.take()->sighting.id, 4);
  EXPECT_EQ(queue.counts().queued, 2u);
  queue.settle(EventQueue::Outcome::sent);
  EXPECT_EQ(queue.counts().queued, 1u);
}

TEST(EventQueue, GivesWhatItHasOnceItIsClosedButTakesNothingMore) {
  EventQueue queue(2);
  queue.put(adaEvent(kEntered, 1));
  queue.close(Clock::now() + std::chrono::hours(1));
  EXPECT_FALSE(queue.put(adaEvent(kEntered, 2)));
  EXPECT_EQ(queue.waitForNext()->sighting.id, 1);
  EXPECT_FALSE(queue.waitForNext());
}

TEST(EventQueue, GivesNothingPastItsDeadlineAndCountsThatAsDropped) {
  EventQueue queue(3);
  for (const std::int64_t id : {1, 2, 3}) queue.put(adaEvent(kEntered, id));
  ASSERT_TRUE(queue.take());
  queue.close(Clock::now());
  EXPECT_FALSE(queue.waitForNext());
  EXPECT_EQ(queue.abandon(), 3u);
  EXPECT_EQ(queue.counts().dropped, 3u);
  EXPECT_EQ(queue.counts().queued, 0u);
}

TEST(EventQueue, WhoWaitsIsWokenByAnEventAndByTheEnd) {
  EventQueue queue(2);
  std::vector<std::int64_t> got;
  std::thread waiter([&] {
    while (const auto event = queue.waitForNext()) {
      got.push_back(event->sighting.id);
      queue.settle(EventQueue::Outcome::sent);
    }
  });
  queue.put(adaEvent(kEntered, 8));
  while (queue.counts().sent == 0) std::this_thread::yield();
  queue.close(Clock::now() + std::chrono::hours(1));
  waiter.join();
  EXPECT_EQ(got, std::vector<std::int64_t>{8});
}

}  // namespace
}  // namespace facewire::events
