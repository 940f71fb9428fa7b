// Each step that is vector code beside OpenCV's function of the same name, by every kind of vector code.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>

#include "area_shrink.hpp"
#include "bilinear_warp.hpp"
#include "even_light.hpp"
#include "grey_scale.hpp"
#include "opencv_encoder.hpp"
#include "pictures.hpp"
#include "vector_targets.hpp"

namespace facewire::vision {
namespace {

int pixelsThatDiffer(const cv::Mat& a, const cv::Mat& b) {
  return cv::countNonZero(a != b);
}

TEST(AreaShrink, GivesWhatOpenCvGivesForEveryRatio) {
  test::onEveryTarget([] {
    cv::RNG random(3);
    for (int i = 0; i < 300; ++i) {
      const cv::Size before(random.uniform(1, 300), random.uniform(1, 300));
      const cv::Size after(random.uniform(1, before.width + 1), random.uniform(1, before.height + 1));
      const cv::Mat picture = noise(before.width, before.height, static_cast<std::uint64_t>(i) + 1);
      cv::Mat expected;
      cv::resize(picture, expected, after, 0, 0, cv::INTER_AREA);
      cv::Mat shrunk(after, CV_8UC1);
      shrinkByArea(picture, shrunk);
      EXPECT_EQ(pixelsThatDiffer(shrunk, expected), 0) << before << " to " << after;
    }
  });
}

TEST(AreaShrink, ReadsAndWritesPartsOfPictures) {
  test::onEveryTarget([] {
    const cv::Mat all = noise(200, 180, 4);
    const cv::Mat picture = all(cv::Rect(31, 17, 151, 143));
    cv::Mat expected;
    cv::resize(picture, expected, cv::Size(101, 97), 0, 0, cv::INTER_AREA);
    cv::Mat frame(110, 120, CV_8UC1, cv::Scalar(9));
    shrinkByArea(picture, frame(cv::Rect(3, 5, 101, 97)));
    EXPECT_EQ(pixelsThatDiffer(frame(cv::Rect(3, 5, 101, 97)), expected), 0);
    frame(cv::Rect(3, 5, 101, 97)) = 9;
    EXPECT_EQ(cv::countNonZero(frame != 9), 0);
  });
}

TEST(AreaShrink, LeavesColourAndWholeRatiosToOpenCv) {
  cv::Mat colour(90, 100, CV_8UC3);
  cv::RNG(1).fill(colour, cv::RNG::UNIFORM, 0, 256);
  for (const cv::Mat& picture : {colour, noise(100, 90, 1)}) {
    for (const cv::Size size : {cv::Size(50, 45), cv::Size(33, 30), cv::Size(100, 90), cv::Size(130, 120)}) {
      cv::Mat expected;
      cv::resize(picture, expected, size, 0, 0, cv::INTER_AREA);
      cv::Mat shrunk(size, picture.type());
      shrinkByArea(picture, shrunk);
      EXPECT_EQ(cv::norm(shrunk, expected, cv::NORM_L1), 0) << size;
    }
  }
}

TEST(BilinearWarp, GivesWhatOpenCvGivesInsideAndOutsideThePicture) {
  test::onEveryTarget([] {
    cv::RNG random(5);
    BilinearWarp warp;
    for (int i = 0; i < 200; ++i) {
      const cv::Mat picture = noise(random.uniform(1, 200), random.uniform(1, 200), static_cast<std::uint64_t>(i) + 1);
      const double angle = random.uniform(-3.2, 3.2);
      const double scale = random.uniform(0.05, 3.0);
      const cv::Matx23d back(scale * std::cos(angle), -scale * std::sin(angle), random.uniform(-50.0, 150.0),
                             scale * std::sin(angle), scale * std::cos(angle), random.uniform(-50.0, 150.0));
      cv::Mat warped(random.uniform(1, 100), random.uniform(1, 100), CV_8UC1);
      cv::Mat expected;
      cv::warpAffine(picture, expected, back, warped.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                     cv::BORDER_REPLICATE);
      cv::Mat framed;
      cv::copyMakeBorder(picture, framed, 1, 1, 1, 1, cv::BORDER_REPLICATE);
      warp.take(framed, back, warped);
      EXPECT_EQ(pixelsThatDiffer(warped, expected), 0) << i;
    }
  });
}

TEST(GaussianDifference, IsThatOfOpenCvsBlurs) {
  test::onEveryTarget([] {
    GaussianDifference difference;
    for (const cv::Size size : {cv::Size(82, 82), cv::Size(74, 74), cv::Size(96, 96), cv::Size(65, 30), cv::Size(9, 80),
                                cv::Size(3, 2), cv::Size(1, 1), cv::Size(1, 9), cv::Size(9, 1)}) {
      cv::Mat1f picture(size);
      cv::RNG(static_cast<std::uint64_t>(size.area())).fill(picture, cv::RNG::UNIFORM, 0.0, 1.0);
      cv::Mat1f narrow;
      cv::Mat1f wide;
      cv::Mat1f expected;
      cv::GaussianBlur(picture, narrow, cv::Size(), 1, 1, cv::BORDER_REPLICATE);
      cv::GaussianBlur(picture, wide, cv::Size(), 2, 2, cv::BORDER_REPLICATE);
      cv::subtract(narrow, wide, expected);
      cv::Mat1f taken(size);
      difference.take(picture, taken);
      EXPECT_EQ(pixelsThatDiffer(taken, expected), 0) << size;
      difference.blurNarrowly(picture, taken);
      EXPECT_EQ(pixelsThatDiffer(taken, narrow), 0) << size;
    }
  });
}

TEST(GreyScale, HasTheGreyLevelOfEachValuesTangent) {
  std::vector<float> values;
  for (float value = -40; value < 40; value += 0.001F) values.push_back(value);
  // About the middle of each grey level's end, float by float.
  for (int grey = 0; grey < 255; ++grey) {
    float value = GreyScale::kBound * std::atanh((static_cast<float>(grey) + 0.5F - 127.5F) / 127.5F);
    for (int i = 0; i < 40; ++i) value = std::nextafter(value, -100.0F);
    for (int i = 0; i < 80; ++i) values.push_back(value = std::nextafter(value, 100.0F));
  }
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  for (const float value : {0.0F, -0.0F, 1e-30F, 1e30F, -1e30F, kInfinity, -kInfinity, std::nanf("")})
    values.push_back(value);
  const std::size_t count = values.size();
  const GreyScale scale;
  test::onEveryTarget([&] {
    std::vector<float> products = values;
    products.resize(count + GreyScale::kPart);
    std::vector<std::uint8_t> greys(count);
    scale.look(products.data(), count, 1, greys.data());
    for (std::size_t i = 0; i < count; ++i) {
      ASSERT_EQ(greys[i], cv::saturate_cast<unsigned char>(127.5F + 127.5F * std::tanh(values[i] / 10.0F)))
          << values[i];
    }
  });
}

TEST(EvenLight, GivesWhatOpenCvsFunctionsGive) {
  test::onEveryTarget([] {
    EvenLight evenLight;
    for (int side = 1; side < 130; side += 8) {
      for (const cv::Mat& face :
           {noise(side, side, 1), drawnFace(side, 2), cv::Mat(side, side, CV_8UC1, cv::Scalar(80))}) {
        cv::Mat even(face.size(), CV_8UC1);
        evenLight.take(face, even);
        EXPECT_EQ(pixelsThatDiffer(even, test::evenLight(face)), 0) << side;
      }
    }
  });
}

}  // namespace
}  // namespace facewire::vision
