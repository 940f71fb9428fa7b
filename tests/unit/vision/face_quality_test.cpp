#include "facewire/vision/face_quality.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "pictures.hpp"

namespace facewire::vision {
namespace {

FaceQuality qualityOf(const cv::Mat& picture) {
  return measureQuality(chipOfCroppedFace(picture));
}

cv::Mat blurred(const cv::Mat& picture, double sigma) {
  cv::Mat out;
  cv::GaussianBlur(picture, out, cv::Size(), sigma);
  return out;
}

TEST(FaceQuality, SharpnessFallsWithBlur) {
  const cv::Mat face = drawnFace(128, 1);
  double before = qualityOf(face).sharpness;
  EXPECT_GT(before, 0.16);
  for (const double sigma : {1.5, 3.0, 4.5}) {
    const double now = qualityOf(blurred(face, sigma)).sharpness;
    EXPECT_LT(now, before) << sigma;
    before = now;
  }
  EXPECT_LT(before, 0.07);
}

TEST(FaceQuality, MotionInOneDirectionIsBlur) {
  const cv::Mat face = drawnFace(128, 2);
  const double sharp = qualityOf(face).sharpness;
  for (const cv::Size& way : {cv::Size(15, 1), cv::Size(1, 15)}) {
    cv::Mat moved;
    cv::blur(face, moved, way);
    EXPECT_LT(qualityOf(moved).sharpness, 0.6 * sharp) << way;
  }
}

TEST(FaceQuality, TheBlocksOfAJpegAreNotSharpness) {
  const cv::Mat face = blurred(drawnFace(128, 3), 5);
  std::vector<unsigned char> jpeg;
  cv::imencode(".jpg", face, jpeg, {cv::IMWRITE_JPEG_QUALITY, 40});
  EXPECT_LT(qualityOf(cv::imdecode(jpeg, cv::IMREAD_GRAYSCALE)).sharpness, 0.1);
}

TEST(FaceQuality, SharpnessDependsNeitherOnTheSizeNorOnTheLight) {
  const cv::Mat face = blurred(drawnFace(128, 3), 2);
  const double sharpness = qualityOf(face).sharpness;
  cv::Mat large;
  cv::resize(face, large, cv::Size(), 4, 4, cv::INTER_CUBIC);
  EXPECT_NEAR(qualityOf(large).sharpness, sharpness, 0.2 * sharpness);
  EXPECT_NEAR(qualityOf(face * 0.6).sharpness, sharpness, 0.2 * sharpness);
  EXPECT_NEAR(qualityOf(face * 0.6 + 80).sharpness, sharpness, 0.25 * sharpness);
}

TEST(FaceQuality, AColourPictureIsAsGoodAsItsGrey) {
  const cv::Mat face = drawnFace(128, 4);
  cv::Mat colour;
  cv::cvtColor(face, colour, cv::COLOR_GRAY2BGR);
  EXPECT_NEAR(qualityOf(colour).sharpness, qualityOf(face).sharpness, 1e-9);
  EXPECT_NEAR(qualityOf(colour).detail, qualityOf(face).detail, 1e-9);
}

TEST(FaceQuality, DarknessAndGlareTakeTheDetail) {
  const cv::Mat face = drawnFace(128, 5);
  const FaceQuality good = qualityOf(face);
  EXPECT_GT(good.detail, 0.7);
  const FaceQuality dark = qualityOf(face * 0.02);
  EXPECT_LT(dark.detail, 0.1);
  EXPECT_GT(dark.dark, 0.9);
  const FaceQuality bright = qualityOf(face * 3);
  EXPECT_LT(bright.detail, good.detail);
  EXPECT_GT(bright.bright, 0.5);
}

TEST(FaceQuality, AFlatOrTinyFaceIsMeasuredToo) {
  const FaceQuality flat = qualityOf(cv::Mat(60, 60, CV_8UC1, cv::Scalar(128)));
  EXPECT_EQ(flat.detail, 0);
  EXPECT_EQ(flat.sharpness, 0);
  EXPECT_EQ(qualityOf(cv::Mat(1, 1, CV_8UC1, cv::Scalar(0))).side, 1);
}

TEST(FaceQuality, FindsTheFirstFault) {
  const QualityLimits limits{48, 0.15, 0.5, 0.4};
  const FaceQuality good{.side = 60, .sharpness = 0.3, .detail = 0.9, .dark = 0.05, .bright = 0.05};
  EXPECT_EQ(findFault(good, limits), std::nullopt);
  FaceQuality bad = good;
  bad.sharpness = 0.1;
  EXPECT_EQ(findFault(bad, limits), QualityFault::tooBlurred);
  bad.detail = 0.2;
  bad.dark = 0.8;
  EXPECT_EQ(findFault(bad, limits), QualityFault::tooDark);
  bad.bright = 0.5;
  EXPECT_EQ(findFault(bad, limits), QualityFault::tooBright);
  bad.side = 47;
  EXPECT_EQ(findFault(bad, limits), QualityFault::tooSmall);
  FaceQuality smear = good;
  smear.detail = 0.2;
  EXPECT_EQ(findFault(smear, limits), QualityFault::tooBlurred);
}

}  // namespace
}  // namespace facewire::vision
