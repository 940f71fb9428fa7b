#include "facewire/vision/face_encoder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/face.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <tuple>

#include "pictures.hpp"
#include "vector_targets.hpp"

namespace facewire::vision {
namespace {

/// The histograms that OpenCV's own recogniser keeps for `picture`, as whole counts.
std::vector<int> countsOfOpenCv(const cv::Mat& picture, const EncoderOptions& options) {
  const auto recogniser =
      cv::face::LBPHFaceRecognizer::create(options.radii.front(), options.neighbours, options.gridX, options.gridY);
  recogniser->train(std::vector<cv::Mat>{picture}, std::vector<int>{1});
  const cv::Mat1f histograms = recogniser->getHistograms().front();
  const int pixels = ((picture.cols - 2 * options.radii.front()) / options.gridX) *
                     ((picture.rows - 2 * options.radii.front()) / options.gridY);
  std::vector<int> counts;
  for (const float share : histograms) {
    counts.push_back(cvRound(share * static_cast<float>(pixels)));
    EXPECT_NEAR(static_cast<float>(counts.back()), share * static_cast<float>(pixels), 1e-3);
  }
  return counts;
}

std::vector<int> countsOf(const Descriptor& descriptor) {
  return {descriptor.counts.begin(), descriptor.counts.end()};
}

EncoderOptions withPatterns(int radius, int gridX, int gridY) {
  EncoderOptions options = EncoderOptions::opencv();
  options.radii = {radius};
  options.gridX = gridX;
  options.gridY = gridY;
  options.faceSide = 15 * std::min(gridX, gridY) + 2 * radius;
  while (options.faceSide * options.faceSide / (gridX * gridY) > 250) options.faceSide -= 1;
  return options;
}

FaceChip wholePicture(const cv::Mat& picture) {
  return {picture, cv::Rect(0, 0, picture.cols, picture.rows)};
}

class FaceEncoderBesideOpenCv : public testing::TestWithParam<std::tuple<int, std::pair<int, int>>> {
 protected:
  void expectSameCounts(const cv::Mat& picture) const {
    const auto [radius, grid] = GetParam();
    const EncoderOptions options = withPatterns(radius, grid.first, grid.second);
    const std::vector<int> counts = countsOfOpenCv(picture, options);
    test::onEveryTarget([&] { EXPECT_EQ(countsOf(FaceEncoder(options).encodeNormalised(picture)), counts); });
  }
};

TEST_P(FaceEncoderBesideOpenCv, CountsTheSameOnNoise) {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) expectSameCounts(noise(96, 96, seed));
}

TEST_P(FaceEncoderBesideOpenCv, CountsTheSameOnSmoothPictures) {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) expectSameCounts(smooth(96, 96, seed));
}

TEST_P(FaceEncoderBesideOpenCv, CountsTheSameOnFlatPicturesOfEveryGrey) {
  for (int grey = 0; grey < 256; ++grey) expectSameCounts(cv::Mat(64, 64, CV_8UC1, cv::Scalar(grey)));
}

TEST_P(FaceEncoderBesideOpenCv, CountsTheSameOnDrawnFaces) {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) expectSameCounts(drawnFace(96, seed));
}

TEST_P(FaceEncoderBesideOpenCv, CountsTheSameWhereTheGridLeavesARest) {
  expectSameCounts(smooth(61, 89, 5));
  expectSameCounts(noise(89, 61, 6)(cv::Rect(3, 2, 73, 55)));
}

INSTANTIATE_TEST_SUITE_P(RadiusAndGrid, FaceEncoderBesideOpenCv,
                         testing::Combine(testing::Values(1, 2, 3, 4),
                                          testing::Values(std::pair(8, 8), std::pair(6, 7), std::pair(9, 8))));

TEST(FaceEncoder, CountsTheSameAsOpenCvOnRealFaces) {
  const auto folder = sharedData() / "orl";
  if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << "no real pictures at " << folder;
  const FaceEncoder encoder(EncoderOptions::opencv());
  for (int person = 1; person <= 40; ++person) {
    const auto file = folder / ("s" + std::to_string(person)) / "1.pgm";
    const cv::Mat picture = cv::imread(file.string(), cv::IMREAD_GRAYSCALE);
    ASSERT_FALSE(picture.empty()) << file;
    EXPECT_EQ(countsOf(encoder.encodeNormalised(picture)), countsOfOpenCv(picture, EncoderOptions::opencv()));
  }
}

TEST(FaceEncoder, SumsEveryCellToItsPixels) {
  const EncoderOptions options{.tolerance = 0};
  const int radii = static_cast<int>(options.radii.size());
  const FaceEncoder encoder{options};
  const Descriptor descriptor = encoder.encode(wholePicture(drawnFace(150, 3)));
  ASSERT_FALSE(descriptor.counts.empty());
  ASSERT_EQ(descriptor.counts.size() % 256, 0U);
  for (auto cell = descriptor.counts.begin(); cell != descriptor.counts.end(); cell += 256)
    EXPECT_EQ(std::accumulate(cell, cell + 256, 0), encoder.cellPixels() / radii);
}

/// Bit n of the patterns of the middle pixel of a 3 x 3 picture whose neighbour n differs by `difference`.
std::pair<int, int> ternaryOf(int difference, int tolerance) {
  cv::Mat1b picture(3, 3, static_cast<unsigned char>(100));
  picture(1, 2) = static_cast<unsigned char>(100 + difference);  // neighbour 0 of radius 1, between no pixels
  EncoderOptions options = EncoderOptions::opencv();
  options.tolerance = tolerance;
  options.gridX = options.gridY = 1;
  options.faceSide = 3;
  const Descriptor descriptor = FaceEncoder(options).encodeNormalised(picture);
  EXPECT_EQ(descriptor.counts.size(), 512U);
  EXPECT_EQ(std::accumulate(descriptor.counts.begin(), descriptor.counts.begin() + 256, 0), 1);
  EXPECT_EQ(std::accumulate(descriptor.counts.begin() + 256, descriptor.counts.end(), 0), 1);
  const auto patternIn = [&](std::ptrdiff_t begin) {
    const auto first = descriptor.counts.begin() + begin;
    return static_cast<int>(std::max_element(first, first + 256) - first) & 1;
  };
  return {patternIn(0), patternIn(256)};
}

TEST(FaceEncoder, CountsBrighterAndDarkerNeighboursApartAndSmallDifferencesNot) {
  EXPECT_EQ(ternaryOf(0, 5), std::pair(0, 0));
  EXPECT_EQ(ternaryOf(4, 5), std::pair(0, 0));
  EXPECT_EQ(ternaryOf(5, 5), std::pair(1, 0));
  EXPECT_EQ(ternaryOf(-4, 5), std::pair(0, 0));
  EXPECT_EQ(ternaryOf(-5, 5), std::pair(0, 1));
}

TEST(FaceEncoder, BringsEverySizeOfFaceToOneSize) {
  const FaceEncoder encoder{EncoderOptions{}};
  for (const int side : {1, 2, 7, 40, 96, 131, 500}) {
    const cv::Mat normal = encoder.normalise(wholePicture(noise(side, side, 1)));
    EXPECT_EQ(normal.size(), cv::Size(EncoderOptions{}.faceSide, EncoderOptions{}.faceSide)) << side;
    EXPECT_EQ(normal.type(), CV_8UC1);
  }
}

TEST(FaceEncoder, SeesColourAsItsGrey) {
  const cv::Mat grey = drawnFace(120, 4);
  cv::Mat colour;
  cv::cvtColor(grey, colour, cv::COLOR_GRAY2BGR);
  const FaceEncoder encoder{EncoderOptions{}};
  EXPECT_EQ(encoder.encode(wholePicture(colour)), encoder.encode(wholePicture(grey)));
}

TEST(FaceEncoder, LooksOnlyInsideTheFaceBox) {
  cv::Mat picture = drawnFace(140, 5);
  const FaceChip chip{picture, cv::Rect(20, 20, 100, 100)};
  const FaceEncoder encoder{EncoderOptions{}};
  const Descriptor before = encoder.encode(chip);
  picture.row(3) = 255;
  EXPECT_EQ(encoder.encode(chip), before);
  picture(cv::Rect(60, 60, 20, 20)) = 255;
  EXPECT_NE(encoder.encode(chip), before);
}

TEST(FaceEncoder, EvensLightThatFallsFromOneSide) {
  const cv::Mat face = drawnFace(96, 6);
  cv::Mat lit;
  face.convertTo(lit, CV_32F);
  for (int x = 0; x < lit.cols; ++x) lit.col(x) *= 0.25 + 0.75 * x / lit.cols;
  lit.convertTo(lit, CV_8U);

  EncoderOptions options = EncoderOptions::opencv();
  options.evenLight = true;
  const FaceEncoder encoder(options);
  const double before = cv::norm(face, lit, cv::NORM_L1);
  const double after =
      cv::norm(encoder.normalise(wholePicture(face)), encoder.normalise(wholePicture(lit)), cv::NORM_L1);
  EXPECT_LT(after, before / 3);
}

TEST(FaceEncoder, EvensLightOfAFlatFaceToMiddleGrey) {
  EncoderOptions options = EncoderOptions::opencv();
  options.evenLight = true;
  const cv::Mat normal = FaceEncoder(options).normalise(wholePicture(cv::Mat(50, 50, CV_8UC1, cv::Scalar(0))));
  EXPECT_EQ(cv::countNonZero(normal != 128), 0);
}

TEST(FaceEncoder, RefusesCellsThatOverflowACount) {
  EncoderOptions options = EncoderOptions::opencv();
  options.faceSide = 2 + 8 * 15;
  EXPECT_NO_THROW(FaceEncoder{options});
  options.faceSide = 2 + 8 * 16;
  EXPECT_THROW(FaceEncoder{options}, std::invalid_argument);
  EXPECT_THROW(FaceEncoder(EncoderOptions::opencv()).encodeNormalised(noise(130, 130, 1)), std::invalid_argument);
}

TEST(FaceEncoder, RefusesCellsWithoutPixels) {
  EncoderOptions options = EncoderOptions::opencv();
  options.faceSide = 9;
  EXPECT_THROW(FaceEncoder{options}, std::invalid_argument);
  EXPECT_THROW(FaceEncoder(EncoderOptions::opencv()).encodeNormalised(noise(96, 9, 1)), std::invalid_argument);
  EXPECT_THROW(FaceEncoder(EncoderOptions::opencv()).encodeNormalised(cv::Mat()), std::invalid_argument);
}

TEST(FaceEncoder, RefusesOptionsOutOfRange) {
  const auto refused = [](auto change) {
    EncoderOptions options = EncoderOptions::opencv();
    change(options);
    EXPECT_THROW(FaceEncoder{options}, std::invalid_argument);
  };
  refused([](EncoderOptions& options) { options.neighbours = 16; });
  refused([](EncoderOptions& options) { options.radii = {0}; });
  refused([](EncoderOptions& options) { options.gridX = 0; });
  refused([](EncoderOptions& options) { options.gridY = -1; });
  refused([](EncoderOptions& options) { options.faceSide = -96; });
  refused([](EncoderOptions& options) { options.faceScale = 1.5; });
  refused([](EncoderOptions& options) { options.blurSigma = -1; });
  refused([](EncoderOptions& options) { options.tolerance = -1; });
  refused([](EncoderOptions& options) { options.sizes = {0}; });
}

TEST(FaceEncoder, NamesItsSettings) {
  EncoderOptions options = EncoderOptions::opencv();
  EXPECT_EQ(FaceEncoder(options).id(), "lbph-r1-n8-g8x8-s96");
  options.evenLight = true;
  options.blurSigma = 1.5;
  options.faceScale = 0.8;
  options.tolerance = 3;
  EXPECT_EQ(FaceEncoder(options).id(), "lbph-r1-n8-g8x8-s96-f0.8-t3-tt-b1.5");
}

}  // namespace
}  // namespace facewire::vision
