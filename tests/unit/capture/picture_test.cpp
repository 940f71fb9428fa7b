#include "facewire/capture/picture.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>

#include "facewire/base/file.hpp"
#include "temporary_folder.hpp"

namespace facewire::capture {
namespace {

Bytes encoded(const cv::Mat& picture, const char* ending) {
  std::vector<uchar> bytes;
  cv::imencode(ending, picture, bytes);
  const auto view = std::as_bytes(std::span(bytes));
  return {view.begin(), view.end()};
}

cv::Mat decodedAsIs(const Bytes& bytes) {
  return cv::imdecode(cv::Mat(1, static_cast<int>(bytes.size()), CV_8UC1, const_cast<std::byte*>(bytes.data())),
                      cv::IMREAD_UNCHANGED);
}

cv::Mat gradient(int type) {
  cv::Mat picture(48, 64, type);
  for (int y = 0; y < picture.rows; ++y) picture.row(y).setTo(cv::Scalar::all(y * 5));
  return picture;
}

TEST(Picture, AJpegIsSentAsItIs) {
  const Bytes jpeg = encoded(gradient(CV_8UC3), ".jpg");
  EXPECT_EQ(toJpeg(jpeg, "a.jpg"), jpeg);
}

TEST(Picture, OtherFormatsBecomeJpegsOfTheSamePicture) {
  for (const char* ending : {".png", ".bmp", ".ppm", ".webp", ".tiff"}) {
    const auto jpeg = toJpeg(encoded(gradient(CV_8UC3), ending), "a");
    ASSERT_TRUE(jpeg) << ending;
    const cv::Mat back = decodedAsIs(*jpeg);
    ASSERT_EQ(back.size(), cv::Size(64, 48)) << ending;
    EXPECT_LT(cv::norm(back, gradient(CV_8UC3), cv::NORM_INF), 12) << ending;
  }
}

TEST(Picture, GreyStaysGrey) {
  const auto jpeg = toJpeg(encoded(gradient(CV_8UC1), ".pgm"), "a.pgm");
  ASSERT_TRUE(jpeg);
  EXPECT_EQ(decodedAsIs(*jpeg).channels(), 1);
}

TEST(Picture, WhatIsNoPictureIsRefusedByName) {
  for (const std::string_view text : {"hello, world", "%PDF-1.4 and so on", "\x89PNG\r\n\x1a\n cut off"}) {
    const auto bytes = asBytes(text);
    const auto jpeg = toJpeg({bytes.begin(), bytes.end()}, "notes.txt");
    ASSERT_FALSE(jpeg);
    EXPECT_EQ(jpeg.error().code, ErrorCode::invalidInput);
    EXPECT_TRUE(jpeg.error().detail.starts_with("notes.txt: is not a picture")) << jpeg.error().detail;
  }
  EXPECT_EQ(toJpeg({}, "void.jpg").error().detail, "void.jpg: is empty");
}

TEST(Picture, AMissingFileIsNamed) {
  const test::TemporaryFolder folder;
  const auto jpeg = readPictureAsJpeg(folder.path() / "nobody.jpg");
  ASSERT_FALSE(jpeg);
  EXPECT_NE(jpeg.error().detail.find("nobody.jpg"), std::string::npos);
}

}  // namespace
}  // namespace facewire::capture
