#include "facewire/vision/detected_face.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "facewire/vision/face_chip.hpp"
#include "pictures.hpp"

namespace facewire::vision {
namespace {

Landmarks turned(Landmarks points, cv::Point2d about, double angle) {
  for (cv::Point2f& point : points) {
    const cv::Point2d off = cv::Point2d(point) - about;
    point = cv::Point2f(static_cast<float>(about.x + off.x * std::cos(angle) - off.y * std::sin(angle)),
                        static_cast<float>(about.y + off.x * std::sin(angle) + off.y * std::cos(angle)));
  }
  return points;
}

/// As YuNet frames a face: narrower than the frame, from the forehead to the chin.
cv::Rect boxIn(const cv::Rect& frame) {
  return {frame.x + frame.width / 6, frame.y + frame.height / 8, frame.width * 2 / 3, frame.height * 7 / 8};
}

void expectNear(const cv::Rect& a, const cv::Rect& b, int pixels) {
  EXPECT_NEAR(a.x, b.x, pixels) << a << " and " << b;
  EXPECT_NEAR(a.y, b.y, pixels) << a << " and " << b;
  EXPECT_NEAR(a.width, b.width, pixels) << a << " and " << b;
  EXPECT_EQ(a.width, a.height);
}

TEST(DetectedFace, IsFramedByItsBoxWhereThereAreNoLandmarks) {
  EXPECT_EQ(DetectedFace{cv::Rect(3, 4, 50, 60)}.frame(), cv::Rect(3, 4, 50, 60));
}

TEST(DetectedFace, IsFramedByTheSquareThatItsLandmarksAreUsualFor) {
  cv::RNG random(1);
  for (int trial = 0; trial < 500; ++trial) {
    const int side = random.uniform(8, 900);
    const cv::Rect frame(random.uniform(-400, 2000), random.uniform(-400, 2000), side, side);
    expectNear(DetectedFace{boxIn(frame), usualLandmarks(frame)}.frame(), frame, 1);
  }
}

TEST(DetectedFace, IsFramedAlikeHoweverTheHeadIsTilted) {
  const cv::Rect frame(300, 200, 120, 120);
  for (int degrees = -180; degrees <= 180; degrees += 15) {
    const Landmarks points = turned(usualLandmarks(frame), {360, 260}, degrees * CV_PI / 180);
    expectNear(DetectedFace{boxIn(frame), points}.frame(), frame, 1);
  }
}

/// The five points of a head that looks aside lie in a narrow strip.
TEST(DetectedFace, IsFramedByAtLeastMostOfItsBoxInProfile) {
  const cv::Rect frame(100, 100, 100, 100);
  for (const float share : {0.0F, 0.1F, 0.4F}) {
    Landmarks points = usualLandmarks(frame);
    for (cv::Point2f& point : points) point.x = 150 + share * (point.x - 150);
    const cv::Rect framed = DetectedFace{boxIn(frame), points}.frame();
    EXPECT_GE(framed.width, 69);
    EXPECT_LE(framed.width, 101);
    EXPECT_NEAR((framed.tl().x + framed.br().x) / 2, 150, 1);
  }
}

TEST(DetectedFace, IsNeverFramedByNothing) {
  for (const cv::Rect box : {cv::Rect(), cv::Rect(5, 5, 1, 1), cv::Rect(0, 0, 300, 2)}) {
    for (const float side : {0.0F, 0.2F, 1.0F}) {
      Landmarks points;
      for (std::size_t i = 0; i < points.size(); ++i) {
        points[i] = {7 + side * static_cast<float>(i % 2), 9 - side * static_cast<float>(i / 2)};
      }
      const cv::Rect frame = DetectedFace{box, points}.frame();
      EXPECT_GE(frame.width, 1);
      EXPECT_EQ(frame.width, frame.height);
    }
  }
}

TEST(DetectedFace, IsABoxAndBack) {
  const std::vector<cv::Rect> boxes{{1, 2, 3, 4}, {50, 60, 70, 80}};
  const std::vector<DetectedFace> faces = asFaces(boxes);
  ASSERT_EQ(faces.size(), 2U);
  EXPECT_FALSE(faces[1].landmarks);
  EXPECT_EQ(boxesOf(faces), boxes);
  EXPECT_TRUE(asFaces({}).empty());
}

/// Where the dot about `near` is: the centre of its brightness.
cv::Point2d dotNear(const cv::Mat& picture, const cv::Point2f& near, int reach) {
  const cv::Point middle(cvRound(near.x), cvRound(near.y));
  const cv::Rect about =
      cv::Rect(middle.x - reach, middle.y - reach, 2 * reach + 1, 2 * reach + 1) & cv::Rect({}, picture.size());
  if (about.empty()) return {};
  cv::Mat grey = picture(about);
  if (grey.channels() == 3) cv::cvtColor(grey, grey, cv::COLOR_BGR2GRAY);
  const cv::Moments moments = cv::moments(grey);
  if (moments.m00 <= 0) return {};
  return cv::Point2d(about.tl()) + cv::Point2d(moments.m10, moments.m01) / moments.m00;
}

/// Of faces of every size, in the middle and at the edges, the landmarks that are on the chip lie on what they lay on.
TEST(FaceChip, TakesTheLandmarksAlong) {
  cv::RNG random(3);
  int looked = 0;
  for (int trial = 0; trial < 200; ++trial) {
    const int side = random.uniform(40, 400);
    const cv::Rect frame(random.uniform(-side / 3, 640 - side * 2 / 3), random.uniform(-side / 3, 480 - side * 2 / 3),
                         side, side);
    const Landmarks points =
        turned(usualLandmarks(frame), cv::Point2d(frame.tl() + frame.br()) / 2, random.uniform(-0.6, 0.6));
    cv::Mat picture(480, 640, trial % 2 == 0 ? CV_8UC3 : CV_8UC1, cv::Scalar::all(0));
    const int radius = std::max(2, side / 25);
    for (const cv::Point2f& point : points) {
      constexpr int kBits = 4;
      const cv::Point2f sixteenths = point * (1 << kBits);
      cv::circle(picture, sixteenths, radius << kBits, cv::Scalar::all(255), cv::FILLED, cv::LINE_8, kBits);
    }
    const cv::Rect box = boxIn(frame) & cv::Rect(0, 0, 640, 480);
    const FaceChip chip = cutChip(picture, DetectedFace{box, points});
    ASSERT_TRUE(chip.landmarks);
    ASSERT_EQ(chip.face & cv::Rect({}, chip.picture.size()), chip.face);
    ASSERT_FALSE(chip.face.empty());
    EXPECT_EQ(chip.picture.type(), picture.type());
    const int reach = std::max(4, chip.face.width / 12);
    const cv::Rect whole(reach, reach, chip.picture.cols - 2 * reach, chip.picture.rows - 2 * reach);
    for (const cv::Point2f& point : *chip.landmarks) {
      if (!whole.contains(point)) continue;
      EXPECT_LT(cv::norm(dotNear(chip.picture, point, reach) - cv::Point2d(point)), 1) << point << " of " << frame;
      ++looked;
    }
  }
  EXPECT_GT(looked, 500);
}

TEST(FaceChip, IsOfTheFramesPartThatIsInThePicture) {
  const cv::Mat picture = noise(200, 150, 4);
  const cv::Rect frame(-30, 90, 100, 100);
  const FaceChip chip = cutChip(picture, DetectedFace{boxIn(frame) & cv::Rect(0, 0, 200, 150), usualLandmarks(frame)});
  EXPECT_EQ(chip.face.size(), cv::Size(70, 60));
}

TEST(FaceChip, IsOfTheBoxWhereTheFrameIsOutsideThePicture) {
  const cv::Mat picture = noise(200, 150, 5);
  const FaceChip chip = cutChip(picture, DetectedFace{{190, 10, 10, 20}, usualLandmarks({300, 10, 40, 40})});
  EXPECT_EQ(chip.face.size(), cv::Size(10, 20));
}

TEST(DetectedFace, OfTooManyTheLargestAreKeptInTheirOrder) {
  const auto kept = [](std::vector<int> sides, std::size_t most) {
    std::vector<DetectedFace> faces;
    for (const int side : sides) faces.push_back({{static_cast<int>(faces.size()), 0, side, side}});
    keepLargest(faces, most);
    std::vector<int> places;
    for (const DetectedFace& face : faces) places.push_back(face.box.x);
    return places;
  };
  EXPECT_EQ(kept({30, 50, 20, 40}, 2), (std::vector{1, 3}));
  EXPECT_EQ(kept({30, 30, 30, 40}, 3), (std::vector{0, 1, 3}));
  EXPECT_EQ(kept({30, 50}, 2), (std::vector{0, 1}));
  EXPECT_EQ(kept({}, 2), std::vector<int>{});
}

}  // namespace
}  // namespace facewire::vision
