#include "tally.hpp"

#include <gtest/gtest.h>

namespace facewire::service {
namespace {

TEST(RefusedFrames, AreCountedByWhyAndAllTogether) {
  RefusedFrames refused;
  refused.count(ErrorCode::notJpeg);
  refused.count(ErrorCode::notJpeg);
  refused.count(ErrorCode::tooManyPixels);
  refused.count(ErrorCode::disconnected);  // not among the reasons
  EXPECT_EQ(refused.read(), (std::array<std::uint64_t, 5>{2, 0, 1, 0, 1}));
  EXPECT_EQ(refused.total(), 4U);
}

TEST(StageTimes, AddAFrameToEachStageAndToTheWhole) {
  StageTimes times;
  times.add({.wait = 1, .decode = 2, .detect = 30, .recognise = 4, .annotate = 5, .total = 42}, true);
  EXPECT_DOUBLE_EQ(times.of(Stage::wait).read().seconds, 0.001);
  EXPECT_DOUBLE_EQ(times.of(Stage::decode).read().seconds, 0.002);
  EXPECT_DOUBLE_EQ(times.of(Stage::detect).read().seconds, 0.030);
  EXPECT_DOUBLE_EQ(times.of(Stage::recognise).read().seconds, 0.004);
  EXPECT_DOUBLE_EQ(times.of(Stage::annotate).read().seconds, 0.005);
  EXPECT_DOUBLE_EQ(times.whole().read().seconds, 0.042);
  EXPECT_EQ(times.whole().read().total(), 1U);
}

TEST(StageTimes, KnowNoAnnotatingOfAFrameThatWasNotAnnotated) {
  StageTimes times;
  times.add({.wait = 1, .annotate = 0, .total = 1}, false);
  EXPECT_EQ(times.of(Stage::annotate).read().total(), 0U);
  EXPECT_EQ(times.of(Stage::wait).read().total(), 1U);
}

TEST(Stages, AreNumberedAsTheyAreListed) {
  for (std::size_t i = 0; i < kStages.size(); ++i) EXPECT_EQ(static_cast<std::size_t>(kStages[i].first), i);
}

}  // namespace
}  // namespace facewire::service
