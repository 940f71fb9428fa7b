#include "facewire/image/png_codec.hpp"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <random>

#include "pictures.hpp"

namespace facewire::image {
namespace {

Bytes encodePngByOpenCv(const cv::Mat& picture) {
  std::vector<std::uint8_t> buffer;
  EXPECT_TRUE(cv::imencode(".png", picture, buffer));
  const auto view = std::as_bytes(std::span(buffer));
  return {view.begin(), view.end()};
}

bool areEqual(const cv::Mat& a, const cv::Mat& b) {
  return a.size() == b.size() && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0;
}

TEST(PngCodec, GivesBackEveryPixel) {
  for (const cv::Size size : {cv::Size(1, 1), cv::Size(5, 2), cv::Size(192, 160)}) {
    for (const cv::Mat& picture : {paintColours(size.width, size.height), paintGrey(size.width, size.height)}) {
      const auto png = encodePng(picture);
      ASSERT_TRUE(png) << png.error().detail;
      const auto decoded = decodePng(*png, static_cast<std::size_t>(size.area()));
      ASSERT_TRUE(decoded) << decoded.error().detail;
      EXPECT_TRUE(areEqual(*decoded, picture));
      EXPECT_TRUE(areEqual(decodeByOpenCv(*png, cv::IMREAD_UNCHANGED), picture));
    }
  }
}

TEST(PngCodec, EncodesAPartOfALargerPicture) {
  const cv::Mat part = paintColours(90, 70)(cv::Rect(20, 30, 33, 22));
  const auto png = encodePng(part);
  ASSERT_TRUE(png);
  EXPECT_TRUE(areEqual(*decodePng(*png, kPlentyOfPixels), part));
}

TEST(PngCodec, DropsAlpha) {
  const cv::Mat colours = paintColours(30, 20);
  cv::Mat withAlpha(colours.size(), CV_8UC4);
  const int channels[] = {0, 0, 1, 1, 2, 2, 0, 3};
  cv::mixChannels(&colours, 1, &withAlpha, 1, channels, 4);
  const auto decoded = decodePng(encodePngByOpenCv(withAlpha), kPlentyOfPixels);
  ASSERT_TRUE(decoded) << decoded.error().detail;
  EXPECT_TRUE(areEqual(*decoded, colours));
}

TEST(PngCodec, BringsSixteenBitsToEight) {
  cv::Mat deep;
  paintGrey(40, 30).convertTo(deep, CV_16UC1, 257);
  const auto decoded = decodePng(encodePngByOpenCv(deep), kPlentyOfPixels);
  ASSERT_TRUE(decoded) << decoded.error().detail;
  ASSERT_EQ(decoded->type(), CV_8UC1);
  EXPECT_LE(cv::norm(*decoded, paintGrey(40, 30), cv::NORM_INF), 1);
}

TEST(PngCodec, RefusesTooManyPixelsByTheHeaderAlone) {
  Bytes png = *encodePng(paintGrey(10, 10));
  const auto refused = decodePng(png, 99);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::tooManyPixels);
  EXPECT_TRUE(decodePng(png, 100));
}

TEST(PngCodec, RefusesWhatIsNoPng) {
  for (const Bytes& bytes : {Bytes{}, toBytes({0x89, 'P', 'N', 'G'}), encodeByOpenCv(paintGrey(8, 8))}) {
    const auto refused = decodePng(bytes, kPlentyOfPixels);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::corruptImage);
  }
}

TEST(PngCodec, NeverTakesAPictureCutOffForAnother) {
  const cv::Mat picture = paintColours(24, 16);
  const Bytes whole = *encodePng(picture);
  std::size_t accepted = 0;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    const auto decoded = decodePng(cut, kPlentyOfPixels);
    if (!decoded) continue;
    ++accepted;
    EXPECT_TRUE(areEqual(*decoded, picture)) << size;
  }
  // Checksums and the end chunk after the last pixel.
  EXPECT_LE(accepted, 24u);
}

TEST(PngCodec, SurvivesTenThousandDamagedPictures) {
  const std::vector<Bytes> sound = {*encodePng(paintColours(24, 16)), *encodePng(paintGrey(20, 12)),
                                    encodePngByOpenCv(cv::Mat(9, 9, CV_8UC4, cv::Scalar(1, 2, 3, 4)))};
  std::mt19937 random(22);
  for (int round = 0; round < 10'000; ++round) {
    Bytes png = sound[random() % sound.size()];
    for (auto changes = 1 + random() % 5; changes > 0; --changes) {
      png[8 + random() % (png.size() - 8)] = static_cast<std::byte>(random() % 256);
    }
    const auto decoded = decodePng(png, 10'000);
    if (decoded) {
      ASSERT_LE(decoded->total(), 10'000u);
    }
  }
}

TEST(PngCodec, RefusesToEncodeWhatIsNoPicture) {
  for (const cv::Mat& picture : {cv::Mat(), cv::Mat(4, 4, CV_8UC4), cv::Mat(4, 4, CV_16UC1)}) {
    const auto png = encodePng(picture);
    ASSERT_FALSE(png);
    EXPECT_EQ(png.error().code, ErrorCode::internal);
  }
}

}  // namespace
}  // namespace facewire::image
