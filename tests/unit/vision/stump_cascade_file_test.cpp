#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "cascade_fixture.hpp"
#include "pictures.hpp"

namespace facewire::vision {
namespace {

using Rects = std::vector<std::array<int, 5>>;

/// The features of OpenCV's training, and those the other way round, somewhere in a window of 20x20.
Rects randomFeature(std::mt19937& random) {
  const auto upTo = [&random](int most) { return static_cast<int>(random() % static_cast<unsigned>(most + 1)); };
  const int width = 1 + upTo(3);
  const int height = 1 + upTo(3);
  const int x = upTo(20 - 4 * width);
  const int y = upTo(20 - 4 * height);
  const int sign = upTo(1) == 0 ? -1 : 1;
  switch (upTo(6)) {
    case 0:
      return {{x, y, 2 * width, height, sign}, {x + width, y, width, height, -2 * sign}};
    case 1:
      return {{x, y, width, 2 * height, sign}, {x, y, width, height, -2 * sign}};
    case 2:
      return {{x, y, 3 * width, height, sign}, {x + width, y, width, height, -3 * sign}};
    case 3:
      return {{x, y, width, 4 * height, sign}, {x, y + height, width, 2 * height, -2 * sign}};
    case 4:
      return {{x, y, 3 * width, 3 * height, sign}, {x + width, y + height, width, height, -3 * sign}};
    case 5:
      return {{x, y, 2 * width, 2 * height, sign},
              {x, y, width, height, -2 * sign},
              {x + width, y + height, width, height, -2 * sign}};
    default:
      return {{x, y, 2 * width, 2 * height, sign},
              {x + width, y, width, height, -2 * sign},
              {x, y + height, width, height, -2 * sign}};
  }
}

/// Leaves of a few values, so that sums often meet the stage's threshold exactly: OpenCV takes 1e-5 off it.
std::vector<TestStage> randomStages(unsigned seed) {
  std::mt19937 random(seed);
  std::vector<TestStage> stages(3);
  for (TestStage& stage : stages) {
    stage.threshold = 1e-5;
    stage.stumps.resize(4 + random() % 9);
    for (TestStump& stump : stage.stumps) {
      stump.rects = randomFeature(random);
      stump.threshold = (static_cast<double>(random() % 41) - 20) * 1e-3;
      stump.left = (random() % 2 == 0 ? 0.5 : 1.0) * (random() % 2 == 0 ? -1 : 1);
      stump.right = -stump.left;
    }
  }
  return stages;
}

TEST(StumpCascadeFile, MeansToUsWhatItMeansToOpenCv) {
  std::size_t windows = 0;
  for (unsigned seed = 0; seed < 40; ++seed) {
    const CascadeFile file(cascadeText({20, 20}, randomStages(seed)));
    ASSERT_TRUE(StumpCascade::load(file.path())) << seed;
    SCOPED_TRACE(seed);
    windows += BothEvaluators(file.path()).expectSame(noise(61, 53, seed));
  }
  EXPECT_GT(windows, 1000U);
}

TEST(StumpCascadeFile, SearchesRowsOfAnyNumberOfWindows) {
  const CascadeFile file(cascadeText({20, 20}, randomStages(7)));
  BothEvaluators both(file.path());
  std::size_t windows = 0;
  for (int width = 20; width < 200; ++width) windows += both.expectSame(noise(width, 50, 1), {1.5, 0, {}, {}});
  EXPECT_GT(windows, 5000U);
}

TEST(StumpCascadeFile, IsLeftToOpenCvWhereItHoldsAnythingElse) {
  for (const char* name : {"frontalface_alt2", "eye_tree_eyeglasses", "smile", "upperbody", "fullbody",
                           "licence_plate_rus_16stages", "russian_plate_number"})
    EXPECT_FALSE(StumpCascade::load(shippedCascade(name))) << name;
  EXPECT_FALSE(StumpCascade::load(FACEWIRE_CASCADES "/../lbpcascades/lbpcascade_frontalface.xml"));

  auto stages = randomStages(1);
  stages[0].stumps[0].rects = {{2, 2, 8, 8, -1}, {4, 4, 3, 3, 7}};
  EXPECT_FALSE(StumpCascade::load(CascadeFile(cascadeText({20, 20}, stages)).path()));
  EXPECT_FALSE(StumpCascade::load(CascadeFile(cascadeText({500, 20}, randomStages(1))).path()));
}

TEST(StumpCascadeFile, IsRefusedWhereAnIndexOrRectangleIsOutOfRange) {
  const auto refused = [](auto damage) {
    auto stages = randomStages(2);
    damage(stages[1].stumps[2]);
    const CascadeFile file(cascadeText({20, 20}, stages));
    EXPECT_THROW(StumpCascade::load(file.path()), std::exception);
  };
  refused([](TestStump& stump) { stump.feature = 1000; });
  refused([](TestStump& stump) { stump.rects[0] = {15, 2, 6, 2, -1}; });
  refused([](TestStump& stump) { stump.rects[0] = {2, 15, 2, 6, -1}; });
  refused([](TestStump& stump) { stump.rects[0] = {2147483647, 0, 2147483647, 1, -1}; });
  refused([](TestStump& stump) { stump.rects[0][0] = -1; });
}

/// A damaged file is refused or means the same to both; the sanitizers watch that nothing is read out of range.
TEST(StumpCascadeFile, DoesNoHarmWhereDigitsAreOthers) {
  const std::string good = cascadeText({20, 20}, randomStages(3));
  std::mt19937 random(1);
  const cv::Mat picture = noise(50, 50, 1);
  int read = 0;
  for (int i = 0; i < 300; ++i) {
    std::string bad = good;
    const std::size_t at = good.find_first_of("0123456789", good.find("height") + random() % (good.size() - 200));
    bad[at] = "0123456789-."[random() % 12];
    const CascadeFile file(bad);
    try {
      if (!StumpCascade::load(file.path())) continue;
    } catch (const std::exception&) {
      continue;
    }
    SCOPED_TRACE(bad.substr(at - std::min<std::size_t>(at, 30), 60));
    BothEvaluators(file.path()).expectSame(picture);
    ++read;
  }
  EXPECT_GT(read, 100);
}

}  // namespace
}  // namespace facewire::vision
