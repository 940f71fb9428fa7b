#include "facewire/vision/scan_grid.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>

#include "facewire/vision/face_detector.hpp"
#include "pictures.hpp"

namespace facewire::vision {
namespace {

FaceDetector detectorFor(const std::filesystem::path& cascade = FACEWIRE_CASCADE) {
  DetectorOptions options;
  options.cascade = cascade;
  return FaceDetector(options);
}

TEST(ShrinkPart, GivesThePixelsThatTheWholeLayerHas) {
  const cv::Mat picture = noise(321, 243, 5);
  for (const ScanLayer& layer : scanLayers(picture.size(), {24, 24}, 1.1, 24)) {
    cv::Mat whole;
    cv::resize(picture, whole, layer.size, 0, 0, cv::INTER_LINEAR_EXACT);
    const cv::Size size = layer.size;
    for (const cv::Rect& part : {cv::Rect({}, size), cv::Rect(3, 5, size.width - 3, size.height - 5),
                                 cv::Rect(0, size.height - 1, size.width, 1), cv::Rect(size.width - 1, 0, 1, 1)}) {
      cv::Mat shrunk;
      shrinkPart(picture, layer.size, part, shrunk);
      EXPECT_EQ(cv::countNonZero(shrunk != whole(part)), 0) << "scale " << layer.scale << " part " << part;
    }
  }
}

TEST(ScanLayers, AreNoneWhereNoFaceFits) {
  for (const cv::Size size : {cv::Size(0, 0), cv::Size(1, 1), cv::Size(23, 400), cv::Size(29, 29)}) {
    EXPECT_TRUE(scanLayers(size, {24, 24}, 1.1, 30).empty()) << size;
  }
}

/// The parts together are the full scan: windows and all.
TEST(FindWindows, FindsInPartsWhatTheFullScanFinds) {
  FaceDetector detector = detectorFor();
  cv::CascadeClassifier opencv(FACEWIRE_CASCADE);
  cv::Mat picture(260, 330, CV_8UC1, cv::Scalar(100));
  drawnFace(150, 3).copyTo(picture(cv::Rect(20, 60, 150, 150)));
  drawnFace(70, 4).copyTo(picture(cv::Rect(230, 80, 70, 70)));
  picture -= noise(330, 260, 9) / 12;

  std::vector<cv::Rect> whole;
  opencv.detectMultiScale(picture, whole, 1.1, 0, 0, cv::Size(30, 30));
  ASSERT_FALSE(whole.empty());
  std::vector<Window> windows;
  for (const ScanLayer& layer : detector.layers(picture.size())) {
    const cv::Rect all({}, layer.corners);
    const int middle = layer.corners.height / 4 * 2;  // even: a band begins in the full scan's rows
    for (const auto& [from, to] : {std::pair(0, middle), std::pair(middle, layer.corners.height)}) {
      const cv::Rect corners(0, from, all.width, to - from);
      if (!corners.empty()) detector.findWindows(picture, layer, {0, corners, {layer.step, layer.step}}, {}, windows);
    }
  }
  for (const cv::Rect& box : whole) {
    EXPECT_TRUE(std::ranges::any_of(windows, [&](auto& window) { return window.box == box; })) << box;
  }
  for (const Window& window : windows) EXPECT_EQ(window.weight, 1);
  EXPECT_LE(windows.size(), whole.size() * 11 / 10);
}

TEST(FindWindows, LeavesOutThoseThatAreSpared) {
  FaceDetector detector = detectorFor();
  cv::Mat picture(260, 330, CV_8UC1, cv::Scalar(100));
  drawnFace(150, 3).copyTo(picture(cv::Rect(20, 60, 150, 150)));
  drawnFace(70, 4).copyTo(picture(cv::Rect(230, 80, 70, 70)));
  std::size_t passed = 0;
  std::size_t left = 0;
  for (const ScanLayer& layer : detector.layers(picture.size())) {
    const cv::Size half(layer.corners.width / 2 + 1, layer.corners.height / 2 + 1);
    const std::vector<cv::Rect> spared{cv::Rect({-3, -3}, half), cv::Rect({half.width - 2, half.height / 2}, half)};
    for (const cv::Size step : {cv::Size(1, 1), cv::Size(2, 2), cv::Size(1, 2), cv::Size(1, 3)}) {
      const ScanPart part{0, cv::Rect(cv::Point(1, 0), layer.corners) & cv::Rect({}, layer.corners), step};
      if (part.corners.empty()) continue;
      std::vector<Window> all;
      std::vector<Window> others;
      detector.findWindows(picture, layer, part, {}, all);
      detector.findWindows(picture, layer, part, spared, others);
      const auto isSpared = [&](const Window& window) {
        const cv::Point corner(cvRound(static_cast<float>(window.box.x) / layer.scale),
                               cvRound(static_cast<float>(window.box.y) / layer.scale));
        return std::ranges::any_of(spared, [&](const cv::Rect& some) { return some.contains(corner); });
      };
      passed += all.size();
      left += others.size();
      std::erase_if(all, isSpared);
      ASSERT_EQ(others.size(), all.size()) << layer.scale << " step " << step;
      for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(others[i].box, all[i].box);
    }
  }
  EXPECT_GT(passed, left);
  EXPECT_GT(left, 0U);
}

/// By our evaluator and by OpenCV's.
TEST(FindWindows, TriesAsManyRowsAsItIsAsked) {
  cv::Mat picture(260, 330, CV_8UC1, cv::Scalar(100));
  drawnFace(150, 3).copyTo(picture(cv::Rect(20, 60, 150, 150)));
  const std::filesystem::path stumps = FACEWIRE_CASCADE;
  for (const auto& cascade : {stumps, stumps.parent_path() / "haarcascade_frontalface_alt_tree.xml"}) {
    SCOPED_TRACE(cascade);
    FaceDetector detector = detectorFor(cascade);
    for (const int rows : {2, 3}) {
      std::size_t passed = 0;
      for (const ScanLayer& layer : detector.layers(picture.size())) {
        const cv::Rect corners = cv::Rect(cv::Point(1, 3), layer.corners) & cv::Rect({}, layer.corners);
        if (layer.step != 1 || corners.empty()) continue;
        std::vector<Window> expected;
        for (int y = corners.y; y < corners.br().y; y += rows) {
          const cv::Rect row(corners.x, y, corners.width, 1);
          detector.findWindows(picture, layer, {0, row, {1, 1}}, {}, expected);
        }
        std::vector<Window> windows;
        detector.findWindows(picture, layer, {0, corners, {1, rows}}, {}, windows);
        const auto isBefore = [](const Window& a, const Window& b) {
          return std::pair(a.box.y, a.box.x) < std::pair(b.box.y, b.box.x);
        };
        std::ranges::sort(expected, isBefore);
        std::ranges::sort(windows, isBefore);
        ASSERT_EQ(windows.size(), expected.size()) << layer.scale;
        for (std::size_t i = 0; i < windows.size(); ++i) {
          EXPECT_EQ(windows[i].box, expected[i].box);
          EXPECT_EQ(windows[i].weight, rows);
        }
        passed += windows.size();
      }
      EXPECT_GT(passed, 0U);
    }
  }
}

}  // namespace
}  // namespace facewire::vision
