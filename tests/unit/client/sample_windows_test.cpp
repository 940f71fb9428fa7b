#include "sample_windows.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace facewire::app {
namespace {

struct Looks {
  std::vector<std::int64_t> at;    ///< the frames looked at
  std::vector<std::int64_t> ends;  ///< the frames before which a window ended
};

/// Shows `frames` frames of 40 ms each; all from `firstGood` on are candidates.
Looks show(SampleWindows windows, std::int64_t frames, std::int64_t firstGood = 0) {
  Looks looks;
  for (std::int64_t i = 0; i < frames; ++i) {
    const double timeMs = static_cast<double>(i) * 40;
    if (windows.endsBefore(i, timeMs)) looks.ends.push_back(i);
    if (!windows.wants(i, timeMs)) continue;
    looks.at.push_back(i);
    if (i >= firstGood) {
      windows.noteCandidate(timeMs);
    } else {
      windows.noteRefused(i);
    }
  }
  return looks;
}

TEST(SampleWindows, LooksAtFramesFromAllOverAVideo) {
  const Looks looks = show(SampleWindows::overFrames(1000, 5), 1000);
  EXPECT_EQ(looks.ends, (std::vector<std::int64_t>{200, 400, 600, 800}));
  EXPECT_EQ(looks.at.size(), 40U);
  EXPECT_EQ(looks.at.front(), 0);
  EXPECT_EQ(looks.at.back(), 975);
}

TEST(SampleWindows, LooksSoonerAfterAFrameThatIsNoGoodButNotForEver) {
  EXPECT_EQ(show(SampleWindows::overFrames(2400, 1), 300, 2400).at, (std::vector<std::int64_t>{0, 100, 200}));
  EXPECT_LE(show(SampleWindows::overFrames(2400, 1), 2400, 2400).at.size(), 16U);
  EXPECT_LE(show(SampleWindows::overFrames(100'000, 5), 100'000, 100'000).at.size(), 80U);
}

TEST(SampleWindows, LooksAtEveryFrameOfAShortVideo) {
  EXPECT_EQ(show(SampleWindows::overFrames(3, 5), 3).at.size(), 3U);
  EXPECT_EQ(show(SampleWindows::overFrames(40, 5), 40).at.size(), 40U);
}

TEST(SampleWindows, AVideoLongerThanItsHeaderSaysHasNoMoreWindows) {
  EXPECT_EQ(show(SampleWindows::overFrames(10, 2), 1000).ends.size(), 1U);
}

TEST(SampleWindows, ALiveWindowEndsAWhileAfterItsFirstCandidate) {
  const Looks looks = show(SampleWindows::overTime(), 100, 50);
  ASSERT_FALSE(looks.ends.empty());
  EXPECT_GE((looks.ends.front() - 50) * 40, static_cast<std::int64_t>(SampleWindows::kWindowMs));
  EXPECT_LE((looks.ends.front() - 51) * 40, static_cast<std::int64_t>(SampleWindows::kWindowMs + 40));
}

TEST(SampleWindows, AWindowWithoutACandidateDoesNotEnd) {
  EXPECT_TRUE(show(SampleWindows::overTime(), 200, 1000).ends.empty());
}

}  // namespace
}  // namespace facewire::app
