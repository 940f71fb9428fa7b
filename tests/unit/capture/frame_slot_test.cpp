#include "facewire/capture/frame_slot.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace facewire::capture {
namespace {

Frame frameNumbered(std::int64_t index) {
  Frame frame;
  frame.index = index;
  return frame;
}

TEST(FrameSlot, NewestGivesTheLastFrameAndCountsThoseItReplaced) {
  FrameSlot slot(FrameSlot::Policy::newest);
  for (std::int64_t i = 0; i < 5; ++i) EXPECT_TRUE(slot.put(frameNumbered(i), {}));
  const auto frame = slot.take({});
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->index, 4);
  EXPECT_EQ(slot.dropped(), 4);
}

TEST(FrameSlot, NewestNeverGivesAFrameTwice) {
  FrameSlot slot(FrameSlot::Policy::newest);
  slot.put(frameNumbered(0), {});
  EXPECT_TRUE(slot.take({}));
  slot.end();
  EXPECT_FALSE(slot.take({}));
}

TEST(FrameSlot, EveryGivesAllFramesInOrderToASlowReader) {
  FrameSlot slot(FrameSlot::Policy::every);
  constexpr std::int64_t kFrames = 1000;
  std::jthread writer([&slot] {
    for (std::int64_t i = 0; i < kFrames; ++i) slot.put(frameNumbered(i), {});
    slot.end();
  });
  std::int64_t expected = 0;
  while (const auto frame = slot.take({})) {
    ASSERT_EQ(frame->index, expected++);
    if (expected % 100 == 0) std::this_thread::yield();
  }
  EXPECT_EQ(expected, kFrames);
  EXPECT_EQ(slot.dropped(), 0);
}

TEST(FrameSlot, WhatWasPutBeforeTheEndIsStillGiven) {
  FrameSlot slot(FrameSlot::Policy::every);
  slot.put(frameNumbered(7), {});
  slot.end();
  EXPECT_EQ(slot.take({})->index, 7);
  EXPECT_FALSE(slot.take({}));
}

TEST(FrameSlot, AStopRequestWakesAWaitingReader) {
  FrameSlot slot(FrameSlot::Policy::newest);
  std::jthread reader([&slot](const std::stop_token& stop) { EXPECT_FALSE(slot.take(stop)); });
  reader.request_stop();
}

TEST(FrameSlot, AStopRequestWakesAWriterThatWaitsForRoom) {
  FrameSlot slot(FrameSlot::Policy::every);
  std::jthread writer([&slot](const std::stop_token& stop) {
    std::int64_t index = 0;
    while (slot.put(frameNumbered(index), stop)) ++index;
    EXPECT_LT(index, 100);
  });
  writer.request_stop();
}

}  // namespace
}  // namespace facewire::capture
