#include "yunet_output.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/core.hpp>

namespace facewire::vision {
namespace {

const cv::Size kInput(64, 64);

/// What the network could say of a picture of 64 x 64: of 8 x 8 cells with three boxes, 4 x 4 and 2 x 2 with two, and
/// one with three.
class YuNetOutput : public testing::Test {
 protected:
  static constexpr int kRows = 8 * 8 * 3 + 4 * 4 * 2 + 2 * 2 * 2 + 3;

  static int rowOf(int column, int row, int box) { return (row * 8 + column) * 3 + box; }

  void say(int row, float score) {
    classes_.at<float>(row, 1) = score * score;
    overlaps_.at<float>(row) = 1;
  }

  std::vector<YuNetFind> read(float confidence = 0.5F) const {
    return readYuNet(places_, classes_, overlaps_, kInput, confidence, 0.3F);
  }

  cv::Mat places_ = cv::Mat::zeros(kRows, 14, CV_32F);
  cv::Mat classes_ = cv::Mat::zeros(kRows, 2, CV_32F);
  cv::Mat overlaps_ = cv::Mat::zeros(kRows, 1, CV_32F);
};

TEST_F(YuNetOutput, IsNothingWhereNothingIsSure) {
  EXPECT_TRUE(read().empty());
}

TEST_F(YuNetOutput, IsTheFixedBoxWhereThereAreNoOffsets) {
  say(rowOf(5, 2, 1), 0.9F);
  const auto finds = read();
  ASSERT_EQ(finds.size(), 1U);
  EXPECT_NEAR(finds[0].score, 0.9F, 1e-6);
  EXPECT_EQ(finds[0].box, cv::Rect2f(44 - 8, 20 - 8, 16, 16));
  for (const cv::Point2f& point : finds[0].landmarks) EXPECT_EQ(point, cv::Point2f(44, 20));
}

TEST_F(YuNetOutput, HasBoxesOfEachLevel) {
  say(kRows - 1, 0.9F);
  auto finds = read();
  ASSERT_EQ(finds.size(), 1U);
  EXPECT_EQ(finds[0].box, cv::Rect2f(32 - 128, 32 - 128, 256, 256));
  classes_.setTo(0);
  say(8 * 8 * 3 + (4 * 1 + 3) * 2, 0.9F);
  finds = read();
  ASSERT_EQ(finds.size(), 1U);
  EXPECT_EQ(finds[0].box, cv::Rect2f(56 - 16, 24 - 16, 32, 32));
}

TEST_F(YuNetOutput, MovesAndSizesBoxesByTheirOffsets) {
  const int row = rowOf(3, 4, 2);
  say(row, 0.8F);
  auto* offsets = places_.ptr<float>(row);
  offsets[0] = 2;
  offsets[1] = -1;
  offsets[2] = 3;
  offsets[3] = -2;
  for (int i = 4; i < 14; ++i) offsets[i] = static_cast<float>(i);
  const auto finds = read();
  ASSERT_EQ(finds.size(), 1U);
  const float width = 24 * std::exp(0.3F);
  const float height = 24 * std::exp(-0.4F);
  EXPECT_NEAR(finds[0].box.width, width, 1e-4);
  EXPECT_NEAR(finds[0].box.height, height, 1e-4);
  EXPECT_NEAR(finds[0].box.x, 28 + 0.2F * 24 - width / 2, 1e-4);
  EXPECT_NEAR(finds[0].box.y, 36 - 0.1F * 24 - height / 2, 1e-4);
  EXPECT_NEAR(finds[0].landmarks[4].x, 28 + 1.2F * 24, 1e-4);
  EXPECT_NEAR(finds[0].landmarks[4].y, 36 + 1.3F * 24, 1e-4);
}

TEST_F(YuNetOutput, KeepsTheSurestOfThoseThatOverlap) {
  say(rowOf(3, 3, 1), 0.7F);
  say(rowOf(3, 3, 2), 0.9F);
  say(rowOf(4, 3, 2), 0.8F);
  const auto finds = read();
  ASSERT_EQ(finds.size(), 1U);
  EXPECT_NEAR(finds[0].score, 0.9F, 1e-6);
}

TEST_F(YuNetOutput, IsInTheOrderOfTheScores) {
  say(rowOf(1, 1, 0), 0.6F);
  say(rowOf(6, 1, 0), 0.9F);
  say(rowOf(1, 6, 0), 0.7F);
  const auto finds = read();
  ASSERT_EQ(finds.size(), 3U);
  EXPECT_NEAR(finds[0].score, 0.9F, 1e-6);
  EXPECT_NEAR(finds[1].score, 0.7F, 1e-6);
  EXPECT_NEAR(finds[2].score, 0.6F, 1e-6);
}

TEST_F(YuNetOutput, IsLimitedByTheConfidence) {
  say(rowOf(1, 1, 0), 0.6F);
  say(rowOf(6, 1, 0), 0.9F);
  EXPECT_EQ(read(0.59F).size(), 2U);
  EXPECT_EQ(read(0.61F).size(), 1U);
  EXPECT_EQ(read(0.91F).size(), 0U);
}

TEST_F(YuNetOutput, TakesOverlapsAsFromNoneToAll) {
  say(rowOf(1, 1, 0), 0.6F);
  overlaps_.at<float>(rowOf(1, 1, 0)) = 1.7F;
  say(rowOf(6, 1, 0), 0.9F);
  overlaps_.at<float>(rowOf(6, 1, 0)) = -0.2F;
  const auto finds = read();
  ASSERT_EQ(finds.size(), 1U);
  EXPECT_NEAR(finds[0].score, 0.6F, 1e-6);
}

TEST_F(YuNetOutput, IsRefusedWhereItIsOfAnotherShape) {
  const auto throwsFor = [this](const cv::Mat& places, const cv::Mat& classes, const cv::Mat& overlaps,
                                cv::Size input = kInput) {
    EXPECT_THROW(readYuNet(places, classes, overlaps, input, 0.5F, 0.3F), cv::Exception);
  };
  throwsFor({}, {}, {});
  throwsFor(places_.rowRange(1, kRows), classes_.rowRange(1, kRows), overlaps_.rowRange(1, kRows));
  throwsFor(places_, classes_.rowRange(1, kRows), overlaps_);
  throwsFor(places_, classes_, overlaps_.rowRange(1, kRows));
  throwsFor(places_.colRange(0, 13).clone(), classes_, overlaps_);
  throwsFor(places_, classes_, overlaps_, {128, 64});
  throwsFor(places_, classes_, overlaps_, {32, 32});
  cv::Mat doubles;
  places_.convertTo(doubles, CV_64F);
  throwsFor(doubles, classes_, overlaps_);
}

}  // namespace
}  // namespace facewire::vision
