#include "sample_spread.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <vector>

namespace facewire::app {
namespace {

/// Offers `frames` frames of 40 ms; the indices of those that `accepts` and were enrolled.
std::vector<std::int64_t> enrol(SampleSpread spread, std::int64_t frames,
                                const std::function<bool(std::int64_t)>& accepts, int* tries = nullptr) {
  std::vector<std::int64_t> enrolled;
  for (std::int64_t i = 0; i < frames; ++i) {
    const double timeMs = static_cast<double>(i) * 40;
    if (!spread.wants(i, timeMs)) continue;
    if (tries != nullptr) ++*tries;
    if (accepts(i)) enrolled.push_back(i);
    spread.noteTried(i, timeMs, accepts(i));
  }
  return enrolled;
}

const auto kAll = [](std::int64_t) { return true; };

TEST(SampleSpread, TakesOneSampleFromEachPartOfAVideo) {
  EXPECT_EQ(enrol(SampleSpread::overFrames(1000, 5), 1000, kAll), (std::vector<std::int64_t>{50, 250, 450, 650, 850}));
}

TEST(SampleSpread, LooksOnInAPartWhereFramesAreRefused) {
  const auto enrolled = enrol(SampleSpread::overFrames(1000, 2), 1000, [](std::int64_t i) { return i > 300; });
  ASSERT_EQ(enrolled.size(), 2U);
  EXPECT_GT(enrolled[0], 300);
  EXPECT_LT(enrolled[0], 340);
  EXPECT_EQ(enrolled[1], 625);
}

TEST(SampleSpread, DoesNotTryEveryFrameOfAVideoWithoutFaces) {
  int tries = 0;
  EXPECT_TRUE(enrol(
                  SampleSpread::overFrames(10'000, 5), 10'000, [](std::int64_t) { return false; }, &tries)
                  .empty());
  EXPECT_LE(tries, 100);
  EXPECT_GE(tries, 50);
}

TEST(SampleSpread, AShortVideoGivesWhatItHas) {
  EXPECT_EQ(enrol(SampleSpread::overFrames(3, 5), 3, kAll), (std::vector<std::int64_t>{0, 1, 2}));
  EXPECT_EQ(enrol(SampleSpread::overFrames(1, 5), 1, kAll).size(), 1U);
}

TEST(SampleSpread, AVideoLongerThanItsHeaderSaysStillGivesTheLastPartOnce) {
  EXPECT_EQ(enrol(SampleSpread::overFrames(10, 2), 1000, kAll).size(), 2U);
}

TEST(SampleSpread, OverTimeLeavesAGapBetweenSamples) {
  const auto enrolled = enrol(SampleSpread::overTime(3), 1000, kAll);
  ASSERT_EQ(enrolled.size(), 3U);
  EXPECT_GE((enrolled[1] - enrolled[0]) * 40, static_cast<std::int64_t>(SampleSpread::kGapMs));
}

}  // namespace
}  // namespace facewire::app
