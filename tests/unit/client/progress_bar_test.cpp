#include "progress_bar.hpp"

#include <gtest/gtest.h>

namespace facewire::app {
namespace {

using Seconds = std::chrono::duration<double>;

TEST(ProgressBar, ShowsPartRateAndTimeLeft) {
  EXPECT_EQ(renderProgress({50, 100, "pictures"}, Seconds(5), 80),
            "[###############---------------]  50%  50/100 pictures  10.0/s  0:05 left");
}

TEST(ProgressBar, FitsAnyTerminal) {
  for (std::size_t columns = 1; columns < 120; ++columns) {
    EXPECT_LE(renderProgress({1234, 5678, "pictures"}, Seconds(60), columns).size(), columns);
    EXPECT_LE(renderProgress({1234, std::nullopt, "frames"}, Seconds(60), columns).size(), columns);
  }
}

TEST(ProgressBar, ATotalThatWasTooSmallDoesNotOverflow) {
  const std::string bar = renderProgress({120, 100, "frames"}, Seconds(1), 80);
  EXPECT_NE(bar.find("100%"), std::string::npos) << bar;
  EXPECT_NE(bar.find("120/120"), std::string::npos) << bar;
}

TEST(ProgressBar, WithoutATotalCounts) {
  EXPECT_EQ(renderProgress({30, std::nullopt, "frames"}, Seconds(2), 80), "30 frames  15.0/s  0:02");
}

TEST(ProgressBar, TellsWhatIsGoingOnWhereNothingCanBeCounted) {
  EXPECT_EQ(renderProgress({.done = 0, .total = std::nullopt, .noun = "comparing", .countable = false},
                           std::chrono::seconds(65), 80),
            "comparing  1:05");
}

}  // namespace
}  // namespace facewire::app
