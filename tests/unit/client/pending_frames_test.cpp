#include "pending_frames.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace facewire::app {
namespace {

PendingFrames::FramePointer frameNumbered(std::int64_t index) {
  auto frame = std::make_shared<SentFrame>();
  frame->index = index;
  return frame;
}

TEST(PendingFrames, NeverHoldsMoreThanTheLimitAndAnswersInOrder) {
  PendingFrames pending(3);
  std::atomic<std::int64_t> sent = 0;
  std::jthread sender([&] {
    for (std::int64_t i = 0; i < 500; ++i) {
      ASSERT_TRUE(pending.waitForRoom({}));
      ++sent;
      pending.add(frameNumbered(i));
    }
    pending.finish();
  });
  std::int64_t answered = 0;
  while (const auto frame = pending.waitForOldest()) {
    EXPECT_EQ(frame->index, answered);
    EXPECT_LE(sent - answered, 3);
    ++answered;
    pending.removeOldest();
  }
  EXPECT_EQ(answered, 500);
}

TEST(PendingFrames, GivesBackWhatWasNotAnsweredInOrder) {
  PendingFrames pending(4);
  for (std::int64_t i = 0; i < 4; ++i) pending.add(frameNumbered(i));
  pending.waitForOldest();
  pending.removeOldest();
  pending.abandon();
  const auto unanswered = pending.takeBack();
  ASSERT_EQ(unanswered.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(unanswered[i]->index, static_cast<std::int64_t>(i) + 1);
}

TEST(PendingFrames, AStopRequestWakesASenderThatWaitsForRoom) {
  PendingFrames pending(1);
  pending.add(frameNumbered(0));
  std::jthread sender([&](const std::stop_token& stop) { EXPECT_FALSE(pending.waitForRoom(stop)); });
  sender.request_stop();
}

TEST(PendingFrames, IsSettledWhenAllIsAnsweredOrNothingMoreCanBe) {
  PendingFrames pending(1);
  EXPECT_TRUE(pending.waitUntilSettled(std::chrono::milliseconds(0)));
  pending.add(frameNumbered(0));
  EXPECT_FALSE(pending.waitUntilSettled(std::chrono::milliseconds(1)));
  pending.abandon();
  EXPECT_TRUE(pending.waitUntilSettled(std::chrono::milliseconds(0)));
}

}  // namespace
}  // namespace facewire::app
