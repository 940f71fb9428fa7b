#include "facewire/tracking/scan_cycle.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <opencv2/core.hpp>

namespace facewire::tracking {
namespace {

const cv::Size kWindow(24, 24);

TEST(ScanCycle, TriesEverySecondLayerInACycleAndEveryWindowOfTheFullScanInAllCycles) {
  for (const cv::Size size : {cv::Size(32, 32), cv::Size(33, 700), cv::Size(900, 33), cv::Size(320, 240),
                              cv::Size(641, 479), cv::Size(1280, 960), cv::Size(3264, 2448)}) {
    SCOPED_TRACE(testing::Message() << size);
    const auto layers = vision::scanLayers(size, kWindow, 1.1, 30);
    ASSERT_FALSE(layers.empty());
    std::vector<cv::Mat> tried;
    for (const auto& layer : layers) tried.emplace_back(cv::Mat::zeros(layer.corners, CV_8UC1));
    ScanCycle scan(layers);
    for (std::size_t cycle = 0; cycle < ScanCycle::kCycles; ++cycle) {
      for (std::size_t frame = 0; frame < ScanCycle::kFrames; ++frame) {
        for (const vision::ScanPart& part : scan.next()) {
          ASSERT_EQ(part.corners & cv::Rect({}, layers.at(part.layer).corners), part.corners);
          EXPECT_EQ(part.layer % 2, cycle % 2);
          EXPECT_EQ(part.step, cv::Size(2, 2));
          for (int y = part.corners.y; y < part.corners.br().y; y += part.step.height) {
            for (int x = part.corners.x; x < part.corners.br().x; x += part.step.width)
              ++tried[part.layer].at<uchar>(y, x);
          }
        }
      }
    }
    for (std::size_t i = 0; i < layers.size(); ++i) {
      const bool everyPixel = layers[i].step == 1;
      for (int y = 0; y < layers[i].corners.height; ++y) {
        for (int x = 0; x < layers[i].corners.width; ++x) {
          const bool isTried = everyPixel || (x % 2 == 0 && y % 2 == 0);
          ASSERT_EQ(int{tried[i].at<uchar>(y, x)}, !isTried ? 0 : everyPixel ? 1 : 4) << i << ": " << x << ", " << y;
        }
      }
    }
  }
}

TEST(ScanCycle, IsTheSameAgainAfterAllItsCycles) {
  const auto layers = vision::scanLayers({640, 480}, kWindow, 1.1, 30);
  ScanCycle cycle(layers);
  std::vector<std::vector<vision::ScanPart>> first;
  for (std::size_t frame = 0; frame < ScanCycle::kCycles * ScanCycle::kFrames; ++frame) first.push_back(cycle.next());
  for (const auto& parts : first) {
    const auto& again = cycle.next();
    ASSERT_EQ(again.size(), parts.size());
    for (std::size_t i = 0; i < parts.size(); ++i) EXPECT_EQ(again[i].corners, parts[i].corners);
  }
}

TEST(ScanCycle, CostsAboutAsMuchOnEveryFrame) {
  for (const cv::Size size : {cv::Size(320, 240), cv::Size(640, 480), cv::Size(1280, 720)}) {
    const auto layers = vision::scanLayers(size, kWindow, 1.1, 30);
    std::int64_t whole = 0;
    for (const auto& layer : layers) whole += layer.windows();
    ScanCycle cycle(layers);
    for (std::size_t frame = 0; frame < ScanCycle::kCycles * ScanCycle::kFrames; ++frame) {
      std::int64_t windows = 0;
      for (const vision::ScanPart& part : cycle.next()) windows += part.windows();
      EXPECT_LT(windows, whole / 14) << size << " frame " << frame;
      EXPECT_GT(windows, whole / 30) << size << " frame " << frame;
    }
  }
}

TEST(ScanCycle, HasNothingToScanWhereNoFaceFits) {
  ScanCycle none;
  ScanCycle tiny(vision::scanLayers({8, 8}, kWindow, 1.1, 30));
  for (int i = 0; i < 12; ++i) {
    EXPECT_TRUE(none.next().empty());
    EXPECT_TRUE(tiny.next().empty());
  }
}

}  // namespace
}  // namespace facewire::tracking
