#include "facewire/vision/face_chip.hpp"

#include <gtest/gtest.h>

#include "pictures.hpp"

namespace facewire::vision {
namespace {

bool inside(const FaceChip& chip) {
  return !chip.face.empty() && (chip.face & cv::Rect(cv::Point(), chip.picture.size())) == chip.face;
}

bool same(const cv::Mat& a, const cv::Mat& b) {
  return a.size() == b.size() && cv::norm(a, b, cv::NORM_INF) == 0;
}

TEST(FaceChip, KeepsTheFaceWithItsMargin) {
  const cv::Mat picture = noise(400, 300, 1);
  const cv::Rect face(150, 100, 100, 100);
  const FaceChip chip = cutChip(picture, face);
  EXPECT_EQ(chip.picture.size(), cv::Size(140, 140));
  EXPECT_EQ(chip.face, cv::Rect(20, 20, 100, 100));
  EXPECT_TRUE(same(chip.picture(chip.face), picture(face)));
}

TEST(FaceChip, CutsTheMarginAtThePicturesEdge) {
  const cv::Mat picture = noise(100, 90, 2);
  const cv::Rect face(0, 10, 80, 80);
  const FaceChip chip = cutChip(picture, face);
  EXPECT_EQ(chip.picture.size(), cv::Size(96, 90));
  EXPECT_TRUE(same(chip.picture(chip.face), picture(face)));
}

TEST(FaceChip, ShrinksLargeFacesOnly) {
  const FaceChip large = cutChip(noise(1000, 1000, 3), cv::Rect(300, 300, 400, 400));
  EXPECT_EQ(large.picture.size(), cv::Size(kChipSide, kChipSide));
  EXPECT_NEAR(large.face.width, kChipSide / kChipMargin, 1);
  EXPECT_NEAR(large.face.x + large.face.width / 2.0, kChipSide / 2.0, 1);
  EXPECT_EQ(cutChip(noise(1000, 1000, 3), cv::Rect(300, 300, 30, 30)).picture.size(), cv::Size(42, 42));
}

TEST(FaceChip, PutsTheBoxWhereTheFaceIsAfterShrinking) {
  cv::Mat picture(800, 800, CV_8UC1, cv::Scalar(0));
  const cv::Rect face(420, 10, 330, 330);
  picture(face) = 255;
  const FaceChip chip = cutChip(picture, face);
  ASSERT_TRUE(inside(chip));
  EXPECT_GT(cv::mean(chip.picture(chip.face))[0], 250);
  chip.picture(chip.face).setTo(0);
  EXPECT_LT(cv::mean(chip.picture)[0], 5);
}

TEST(FaceChip, KeepsColour) {
  const cv::Mat picture(600, 600, CV_8UC3, cv::Scalar(10, 120, 230));
  const FaceChip chip = cutChip(picture, cv::Rect(100, 100, 400, 400));
  EXPECT_EQ(chip.picture.type(), CV_8UC3);
  EXPECT_EQ(chip.picture.at<cv::Vec3b>(96, 96), cv::Vec3b(10, 120, 230));
}

TEST(FaceChip, OwnsItsPixels) {
  cv::Mat picture = noise(100, 100, 4);
  const FaceChip chip = cutChip(picture, cv::Rect(30, 30, 40, 40));
  const cv::Mat before = chip.picture.clone();
  picture = cv::Scalar(0);
  EXPECT_TRUE(same(chip.picture, before));
}

TEST(FaceChip, HoldsTheBoxForEverySizeAndPlace) {
  const cv::Mat picture = noise(500, 300, 5);
  cv::RNG random(6);
  for (int trial = 0; trial < 2000; ++trial) {
    const int x = random.uniform(0, 500);
    const int y = random.uniform(0, 300);
    const cv::Rect face(x, y, random.uniform(1, 501 - x), random.uniform(1, 301 - y));
    const FaceChip chip = cutChip(picture, face);
    ASSERT_TRUE(inside(chip)) << face;
    ASSERT_LE(chip.picture.cols, kChipSide) << face;
    ASSERT_LE(chip.picture.rows, kChipSide) << face;
  }
}

TEST(FaceChip, MakesTheWholePictureTheFaceWhereItIsCropped) {
  const FaceChip small = chipOfCroppedFace(noise(92, 112, 7));
  EXPECT_EQ(small.face, cv::Rect(0, 0, 92, 112));
  EXPECT_TRUE(same(small.picture, noise(92, 112, 7)));
  const FaceChip large = chipOfCroppedFace(noise(300, 600, 8));
  EXPECT_EQ(large.picture.size(), cv::Size(96, 192));
  EXPECT_EQ(large.face, cv::Rect(0, 0, 96, 192));
  EXPECT_TRUE(inside(chipOfCroppedFace(noise(1, 5000, 9))));
}

}  // namespace
}  // namespace facewire::vision
