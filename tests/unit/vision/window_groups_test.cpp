#include "facewire/vision/window_groups.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <opencv2/core.hpp>
#include <opencv2/objdetect.hpp>
#include <tuple>

namespace facewire::vision {
namespace {

std::vector<Window> around(const cv::Rect& box, int count, int weight) {
  std::vector<Window> windows;
  for (int i = 0; i < count; ++i) windows.push_back({cv::Rect(box.x + i, box.y, box.width, box.height), weight});
  return windows;
}

TEST(GroupWindows, GivesOpenCvsGroupsWhereEachWindowStandsForItself) {
  cv::RNG random(7);
  WindowGrouper grouper;
  std::size_t groups = 0;
  for (int round = 0; round < 300; ++round) {
    std::vector<Window> windows;
    for (int place = 0; place < 5; ++place) {
      const cv::Rect box(random.uniform(0, 200), random.uniform(0, 200), random.uniform(30, 120), 0);
      const int count = random.uniform(1, 30);
      for (int i = 0; i < count; ++i) {
        const int side = box.width + random.uniform(-8, 9);
        windows.push_back({cv::Rect(box.x + random.uniform(-6, 7), box.y + random.uniform(-6, 7), side, side)});
      }
    }
    const auto key = [](const cv::Rect& r) { return std::tuple(r.width, r.y, r.x); };
    std::vector<cv::Rect> expected;
    for (const Window& window : windows) expected.push_back(window.box);
    std::ranges::sort(expected, {}, key);
    expected.erase(std::unique(expected.begin(), expected.end()), expected.end());
    cv::groupRectangles(expected, 6, 0.2);
    std::vector<cv::Rect> found;
    for (const Window& face : grouper.group(windows, 6)) found.push_back(face.box);
    std::ranges::sort(expected, {}, key);
    std::ranges::sort(found, {}, key);
    EXPECT_EQ(found, expected) << "round " << round;
    groups += found.size();
  }
  EXPECT_GT(groups, 300u);
}

TEST(GroupWindows, TakesFewerWindowsWhereTheyStandForMany) {
  const cv::Rect box(40, 40, 60, 60);
  EXPECT_TRUE(groupWindows(around(box, 6, 1), 6).empty());
  EXPECT_EQ(groupWindows(around(box, 7, 1), 6).size(), 1u);
  EXPECT_TRUE(groupWindows(around(box, 4, 4), 6).empty());
  EXPECT_EQ(groupWindows(around(box, 5, 4), 6).size(), 1u);
}

TEST(GroupWindows, CountsAWindowOnce) {
  std::vector<Window> windows = around({40, 40, 60, 60}, 4, 1);
  for (int i = 0; i < 3; ++i) windows.insert(windows.end(), windows.begin(), windows.begin() + 4);
  EXPECT_TRUE(groupWindows(windows, 6).empty());
}

TEST(GroupWindows, PlacesAFaceByWhatItsWindowsStandFor) {
  std::vector<Window> windows = around({40, 40, 60, 60}, 7, 1);
  for (Window& window : windows) window.box.y += window.box.x % 2;
  windows.push_back({cv::Rect(44, 47, 60, 60), 100});
  const auto faces = groupWindows(windows, 6);
  ASSERT_EQ(faces.size(), 1u);
  EXPECT_NEAR(faces[0].box.y, 46, 1);
}

}  // namespace
}  // namespace facewire::vision
