#include "facewire/tracking/scan_cycle.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <opencv2/core.hpp>

namespace facewire::tracking {
namespace {

const cv::Size kWindow(24, 24);

TEST(ScanCycle, MeetsEveryPlaceOfEverySecondLayerOnceInACycle) {
  for (const cv::Size size : {cv::Size(32, 32), cv::Size(33, 700), cv::Size(900, 33), cv::Size(320, 240),
                              cv::Size(641, 479), cv::Size(1280, 960), cv::Size(3264, 2448)}) {
    SCOPED_TRACE(testing::Message() << size);
    const auto layers = vision::scanLayers(size, kWindow, 1.1, 30);
    ASSERT_FALSE(layers.empty());
    std::vector<cv::Mat> met;
    for (const auto& layer : layers) met.emplace_back(cv::Mat::zeros(layer.corners, CV_8UC1));
    ScanCycle cycle(layers);
    for (std::size_t frame = 0; frame < ScanCycle::kFrames; ++frame) {
      for (const vision::ScanPart& part : cycle.next()) {
        ASSERT_EQ(part.corners & cv::Rect({}, layers.at(part.layer).corners), part.corners);
        EXPECT_EQ(part.corners.y % 2, 0);
        EXPECT_EQ(part.step, 2);
        met[part.layer](part.corners) += 1;
      }
    }
    for (std::size_t i = 0; i < layers.size(); ++i) {
      EXPECT_EQ(cv::countNonZero(met[i] != (i % 2 == 0 ? 1 : 0)), 0) << "layer " << i;
    }
  }
}

TEST(ScanCycle, IsTheSameEveryTime) {
  const auto layers = vision::scanLayers({640, 480}, kWindow, 1.1, 30);
  ScanCycle cycle(layers);
  std::vector<std::vector<vision::ScanPart>> first;
  for (std::size_t frame = 0; frame < ScanCycle::kFrames; ++frame) first.push_back(cycle.next());
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
    for (std::size_t frame = 0; frame < ScanCycle::kFrames; ++frame) {
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
