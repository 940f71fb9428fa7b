#include "face_alignment.hpp"
#include "with_models.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect/face.hpp>

namespace facewire::vision {
namespace {

/// Where networks for faces of 112 x 112 pixels expect the landmarks.
const Landmarks kExpected{cv::Point2f(38.3F, 51.7F), cv::Point2f(73.5F, 51.5F), cv::Point2f(56.0F, 71.7F),
                          cv::Point2f(41.5F, 92.4F), cv::Point2f(70.7F, 92.2F)};

/// A face's landmarks somewhere, tilted and a little off.
Landmarks somewhere(cv::RNG& random) {
  const int side = random.uniform(30, 300);
  const double angle = random.uniform(-0.8, 0.8);
  const cv::Point2d shift(random.uniform(100, 300), random.uniform(100, 300));
  Landmarks points = usualLandmarks({-side / 2, -side / 2, side, side});
  for (cv::Point2f& point : points) {
    const cv::Point2d p = point;
    point = cv::Point2f(
        static_cast<float>(p.x * std::cos(angle) - p.y * std::sin(angle) + shift.x + random.gaussian(side * 0.03)),
        static_cast<float>(p.x * std::sin(angle) + p.y * std::cos(angle) + shift.y + random.gaussian(side * 0.03)));
  }
  return points;
}

cv::Mat colours(int width, int height) {
  cv::Mat picture(height, width, CV_8UC3);
  cv::RNG(4).fill(picture, cv::RNG::UNIFORM, 0, 256);
  cv::GaussianBlur(picture, picture, {}, 3);
  cv::normalize(picture, picture, 0, 255, cv::NORM_MINMAX);
  return picture;
}

TEST(FaceAlignment, BringsTheLandmarksWhereNetworksExpectThem) {
  const cv::Rect frame(210, 130, 160, 160);
  const Landmarks points = usualLandmarks(frame);
  for (std::size_t i = 0; i < points.size(); ++i) {
    cv::Mat picture(480, 640, CV_8UC3, cv::Scalar::all(0));
    cv::circle(picture, points[i], 5, cv::Scalar::all(255), cv::FILLED);
    cv::Mat aligned = alignFace(picture, points);
    ASSERT_EQ(aligned.size(), cv::Size(112, 112));
    ASSERT_EQ(aligned.type(), CV_8UC3);
    cv::extractChannel(aligned, aligned, 0);
    const cv::Moments moments = cv::moments(aligned);
    ASSERT_GT(moments.m00, 0);
    // Five points cannot all be met: usual faces and the network's differ a little.
    EXPECT_NEAR(moments.m10 / moments.m00, kExpected[i].x, 3);
    EXPECT_NEAR(moments.m01 / moments.m00, kExpected[i].y, 3);
  }
}

TEST(FaceAlignment, GivesGreyFacesThreeEqualChannels) {
  const cv::Mat grey = smooth(400, 400, 2);
  cv::Mat threefold;
  cv::cvtColor(grey, threefold, cv::COLOR_GRAY2BGR);
  const Landmarks points = usualLandmarks({100, 100, 150, 150});
  EXPECT_EQ(cv::norm(alignFace(grey, points), alignFace(threefold, points), cv::NORM_INF), 0);
}

TEST(FaceAlignment, IsBlackBeyondThePicture) {
  const cv::Mat white(100, 100, CV_8UC3, cv::Scalar::all(255));
  const cv::Mat aligned = alignFace(white, usualLandmarks({-50, 0, 100, 100}));
  EXPECT_EQ(aligned.at<cv::Vec3b>(56, 5), cv::Vec3b(0, 0, 0));
  EXPECT_EQ(aligned.at<cv::Vec3b>(56, 106), cv::Vec3b(255, 255, 255));
}

/// Its only way to be made needs a network.
class FaceAlignmentWithModels : public WithModels {};

TEST_F(FaceAlignmentWithModels, IsOpenCvs) {
  const auto recognizer = cv::FaceRecognizerSF::create(mobileFaceNet().model.string(), mobileFaceNet().config.string());
  const cv::Mat picture = colours(400, 400);
  cv::RNG random(9);
  for (int trial = 0; trial < 100; ++trial) {
    const Landmarks points = somewhere(random);
    cv::Mat row(1, 15, CV_32F, cv::Scalar(0));
    for (int i = 0; i < 5; ++i) {
      row.at<float>(4 + 2 * i) = points[static_cast<std::size_t>(i)].x;
      row.at<float>(5 + 2 * i) = points[static_cast<std::size_t>(i)].y;
    }
    cv::Mat expected;
    recognizer->alignCrop(picture, row, expected);
    const cv::Mat aligned = alignFace(picture, points);
    EXPECT_LE(cv::norm(aligned, expected, cv::NORM_L1) / static_cast<double>(3 * aligned.total()), 0.3) << trial;
  }
}

}  // namespace
}  // namespace facewire::vision
