#include "facewire/vision/opencv_histogram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <opencv2/core.hpp>
#include <opencv2/face/facerec.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

namespace facewire::vision {
namespace {

cv::Mat noise(cv::Size size, std::uint64_t seed) {
  cv::Mat picture(size, CV_8UC1);
  cv::RNG(seed + 1).fill(picture, cv::RNG::UNIFORM, 0, 256);
  cv::GaussianBlur(picture, picture, {}, 1.3);
  return picture;
}

std::vector<float> openCvs(const cv::Mat& picture, const OpenCvSettings& settings) {
  const auto recogniser = cv::face::LBPHFaceRecognizer::create(settings.radius, 8, settings.gridX, settings.gridY);
  recogniser->train(std::vector<cv::Mat>{picture}, std::vector<int>{1});
  const cv::Mat histogram = recogniser->getHistograms().front();
  return {histogram.begin<float>(), histogram.end<float>()};
}

OpenCvHistogram valid() {
  return takeOpenCvHistogram(noise({96, 96}, 1), {});
}

TEST(OpenCvHistogram, IsThatOfOpenCvToTheLastBit) {
  const std::vector<std::pair<cv::Size, OpenCvSettings>> cases{
      {{96, 96}, {}},   {{200, 200}, {}},       {{92, 112}, {}},      {{268, 268}, {}},
      {{700, 700}, {}}, {{130, 97}, {2, 6, 7}}, {{64, 64}, {3, 4, 4}}};
  for (const auto& [size, settings] : cases) {
    const cv::Mat picture = noise(size, static_cast<std::uint64_t>(size.width));
    const OpenCvHistogram histogram = takeOpenCvHistogram(picture, settings);
    EXPECT_TRUE(expectValid(histogram));
    EXPECT_EQ(histogram.shares, openCvs(picture, settings)) << size;
  }
}

TEST(OpenCvHistogram, SaysHowManyPixelsACellHad) {
  for (const int side : {40, 64, 96, 150, 200, 268, 500}) {
    const int cell = (side - 2) / 8;
    EXPECT_EQ(cellPixelsOf(takeOpenCvHistogram(noise({side, side}, 3), {})), cell * cell) << side;
  }
  EXPECT_EQ(cellPixelsOf(takeOpenCvHistogram(noise({92, 112}, 3), {})), 11 * 13);
  EXPECT_EQ(cellPixelsOf({{}, {}}), 0);
  EXPECT_EQ(cellPixelsOf({{}, {0.1234567F, 0.7654321F, 0.0001F}}), 0);
}

TEST(OpenCvHistogram, SaysWhatSizesItsPictureMayHaveHad) {
  for (const cv::Size size : {cv::Size(64, 64), {87, 87}, {92, 112}, {96, 96}, {100, 100}, {191, 191}, {268, 268}}) {
    const auto sizes = pictureSizesFor({}, cellPixelsOf(takeOpenCvHistogram(noise(size, 4), {})));
    ASSERT_EQ(sizes.size(), 4U);
    int nearest = size.width;
    for (const cv::Size found : sizes) {
      EXPECT_EQ((found.width - 2) / 8, (size.width - 2) / 8) << size;
      EXPECT_EQ((found.height - 2) / 8, (size.height - 2) / 8) << size;
      nearest = std::min(nearest, std::abs(found.width - size.width));
    }
    EXPECT_LE(nearest, 1) << size;
  }
  // A number of pixels with no two like sides is about that of a square.
  EXPECT_EQ(pictureSizesFor({}, 997).front(), cv::Size(32 * 8 + 2, 32 * 8 + 2));
  EXPECT_EQ(pictureSizesFor({.radius = 2, .gridX = 1, .gridY = 1}, 100).size(), 1U);
}

TEST(OpenCvHistogram, CutsAFaceAsOpenCvDoes) {
  cv::Mat colour;
  cv::merge(std::vector<cv::Mat>{noise({200, 150}, 5), noise({200, 150}, 6), noise({200, 150}, 7)}, colour);
  const cv::Rect face(30, 20, 101, 101);
  cv::Mat grey;
  cv::cvtColor(colour, grey, cv::COLOR_BGR2GRAY);
  cv::Mat expected;
  cv::resize(grey(face), expected, {96, 96}, 0, 0, cv::INTER_AREA);
  EXPECT_EQ(cv::norm(cutForOpenCv(colour, face, {96, 96}), expected, cv::NORM_INF), 0);
  EXPECT_EQ(cv::norm(cutForOpenCv(grey, face, {96, 96}), expected, cv::NORM_INF), 0);
}

TEST(OpenCvHistogram, SaysWhatIsWrongWithOne) {
  const auto detailOf = [](const OpenCvHistogram& histogram) {
    const auto valid = expectValid(histogram);
    return valid ? std::string() : valid.error().detail;
  };
  EXPECT_EQ(detailOf(valid()), "");
  auto one = valid();
  one.shares.pop_back();
  EXPECT_NE(detailOf(one).find("16384 numbers, and there are 16383"), std::string::npos);
  one = valid();
  one.settings.radius = 0;
  EXPECT_NE(detailOf(one).find("radius must be 1 to 32"), std::string::npos);
  one.settings = {1, 100'000, 100'000};
  EXPECT_NE(detailOf(one).find("1 to 1024 cells"), std::string::npos);
  for (const float share : {-0.1F, 1.5F, std::numeric_limits<float>::quiet_NaN()}) {
    one = valid();
    one.shares[300] = share;
    EXPECT_NE(detailOf(one).find("cell 2 has a share that is not 0 to 1"), std::string::npos);
  }
  one = valid();
  one.shares[0] += 0.5F;
  EXPECT_NE(detailOf(one).find("cell 1 sum to 1.5"), std::string::npos) << detailOf(one);
}

TEST(OpenCvHistogram, OfAPictureWithoutCellsIsRefused) {
  EXPECT_THROW(takeOpenCvHistogram(noise({9, 9}, 1), {}), std::invalid_argument);
}

}  // namespace
}  // namespace facewire::vision
