#include "facewire/capture/capture_thread.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <vector>

namespace facewire::capture {
namespace {

/// A source whose pictures a test decides on: it gives `beforeFailure` frames, fails `failures` times to open again,
/// and then gives more.
class ScriptedSource : public FrameSource {
 public:
  ScriptedSource(bool live, std::int64_t beforeFailure, int failures)
      : live_(live), beforeFailure_(beforeFailure), failures_(failures) {}

  Result<std::optional<Frame>> next() override {
    if (!live_ && index_ == beforeFailure_) return std::nullopt;
    if (live_ && index_ == beforeFailure_ && !mended_) return fail(ErrorCode::disconnected, "unplugged");
    Frame frame;
    frame.index = index_++;
    return frame;
  }
  Result<void> reopen() override {
    if (failures_-- > 0) return fail(ErrorCode::invalidInput, "still unplugged");
    mended_ = true;
    return {};
  }
  bool isLive() const override { return live_; }
  std::optional<double> framesPerSecond() const override { return 25; }
  std::optional<std::int64_t> expectedFrames() const override { return std::nullopt; }
  const std::string& name() const override { return name_; }

 private:
  const std::string name_ = "camera 3";
  const bool live_;
  const std::int64_t beforeFailure_;
  int failures_;
  bool mended_ = false;
  std::int64_t index_ = 0;
};

TEST(CaptureThread, AFileGivesEveryFrameAndThenEnds) {
  CaptureThread capture(std::make_unique<ScriptedSource>(false, 50, 0), [](const std::string&) {});
  std::int64_t expected = 0;
  while (const auto frame = capture.take({})) EXPECT_EQ(frame->index, expected++);
  EXPECT_EQ(expected, 50);
  EXPECT_EQ(capture.dropped(), 0);
  EXPECT_FALSE(capture.failure());
}

TEST(CaptureThread, ALiveSourceThatDiesIsOpenedAgainAndBothAreToldOnce) {
  std::mutex mutex;
  std::vector<std::string> told;
  CaptureThread capture(std::make_unique<ScriptedSource>(true, 3, 1), [&](const std::string& text) {
    const std::scoped_lock lock(mutex);
    told.push_back(text);
  });
  std::int64_t last = -1;
  while (last < 3) {
    const auto frame = capture.take({});
    ASSERT_TRUE(frame);
    EXPECT_GT(frame->index, last);
    last = frame->index;
  }
  EXPECT_FALSE(capture.isLost());
  const std::scoped_lock lock(mutex);
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0], "lost camera 3 (unplugged); trying again…");
  EXPECT_TRUE(told[1].starts_with("camera 3 is back after ")) << told[1];
}

TEST(CaptureThread, EndsWhileItWaitsToOpenALostSourceAgain) {
  std::atomic<bool> lost = false;
  {
    CaptureThread capture(std::make_unique<ScriptedSource>(true, 0, 1'000'000), [&](const std::string&) {
      lost = true;
      lost.notify_all();
    });
    lost.wait(false);
    EXPECT_TRUE(capture.isLost());
  }
}

}  // namespace
}  // namespace facewire::capture
