#include "facewire/tracking/place_memory.hpp"

#include <gtest/gtest.h>

namespace facewire::tracking {
namespace {

/// So many windows that lie together, from `x` on.
std::vector<vision::Window> windowsAt(int x, int count) {
  std::vector<vision::Window> windows;
  for (int i = 0; i < count; ++i) windows.push_back({{x + i, 20, 50, 50}});
  return windows;
}

int framesKept(PlaceMemory& memory) {
  int frames = 0;
  while (!memory.places().empty() && frames < 1000) {
    memory.take({});
    ++frames;
  }
  return frames;
}

TEST(PlaceMemory, RemembersThePlaceOfSeveralWindowsThatPassed) {
  PlaceMemory memory;
  memory.take(windowsAt(100, 3));
  ASSERT_EQ(memory.places().size(), 1u);
  EXPECT_EQ(memory.places()[0].box, cv::Rect(101, 20, 50, 50));
}

TEST(PlaceMemory, TakesASingleWindowForNothing) {
  PlaceMemory memory;
  memory.take(windowsAt(100, 1));
  EXPECT_TRUE(memory.places().empty());
}

TEST(PlaceMemory, RemembersLongerWhatMoreWindowsShowed) {
  PlaceMemory few;
  PlaceMemory many;
  few.take(windowsAt(100, 2));
  many.take(windowsAt(100, 8));
  const int frames = framesKept(few);
  EXPECT_GE(frames, 5);
  EXPECT_GT(framesKept(many), 2 * frames);
}

TEST(PlaceMemory, ForgetsInSomeSecondsWhateverWasThere) {
  PlaceMemory memory;
  memory.take(windowsAt(100, 40));
  EXPECT_LE(framesKept(memory), 100);
}

TEST(PlaceMemory, MovesAPlaceWithWhatIsThere) {
  PlaceMemory memory;
  memory.take(windowsAt(100, 3));
  memory.take(windowsAt(110, 3));
  ASSERT_EQ(memory.places().size(), 1u);
  EXPECT_EQ(memory.places()[0].box.x, 111);
}

TEST(PlaceMemory, KeepsTheLatestWhereThereAreMany) {
  PlaceMemory memory;
  const int count = 2 * static_cast<int>(PlaceMemory::kPlaces);
  for (int i = 0; i < count; ++i) memory.take(windowsAt(100 * i, 8));
  ASSERT_EQ(memory.places().size(), PlaceMemory::kPlaces);
  EXPECT_EQ(memory.places()[0].box.x, 100 * (count - 1) + 4);
}

TEST(PlaceMemory, TellsWhatIsAboutTheSamePlace) {
  const cv::Rect place(100, 100, 60, 60);
  EXPECT_TRUE(isAbout(place, place));
  EXPECT_TRUE(isAbout(place, {120, 90, 70, 70}));
  EXPECT_FALSE(isAbout(place, {131, 100, 60, 60}));
  EXPECT_FALSE(isAbout(place, {85, 85, 91, 91}));
  EXPECT_FALSE(isAbout(place, {111, 111, 38, 38}));
}

}  // namespace
}  // namespace facewire::tracking
