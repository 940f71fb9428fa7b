#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "facewire/image/jpeg_codec.hpp"
#include "pictures.hpp"

namespace facewire::image {
namespace {

TEST(JpegEncoder, WritesWhatItsDecoderAndAnotherRead) {
  JpegEncoder encoder;
  for (const cv::Size size : {cv::Size(1, 1), cv::Size(7, 3), cv::Size(64, 48), cv::Size(333, 201)}) {
    const cv::Mat colours = paintColours(size.width, size.height);
    const auto jpeg = encoder.encode(colours, 90);
    ASSERT_TRUE(jpeg) << jpeg.error().detail;
    const auto header = readJpegHeader(*jpeg, kPlentyOfPixels);
    ASSERT_TRUE(header) << header.error().detail;
    EXPECT_EQ(header->components, 3);
    const auto picture = readPicture(*jpeg);
    ASSERT_TRUE(picture) << picture.error().detail;
    ASSERT_EQ(picture->size(), size);
    // Over a few pixels the colours change faster than 4:2:0 can follow.
    if (size.width > 10) {
      EXPECT_LT(differenceOf(*picture, colours), 5.0) << size;
    }
    EXPECT_LT(differenceOf(*picture, decodeByOpenCv(*jpeg)), 1.0) << size;
  }
}

TEST(JpegEncoder, KeepsGreyAsGrey) {
  JpegEncoder encoder;
  const auto jpeg = encoder.encode(paintGrey(50, 40), 90);
  ASSERT_TRUE(jpeg) << jpeg.error().detail;
  EXPECT_EQ(readJpegHeader(*jpeg, kPlentyOfPixels)->components, 1);
}

TEST(JpegEncoder, EncodesAPartOfALargerPicture) {
  const cv::Mat whole = paintColours(100, 80);
  const cv::Rect part(11, 13, 40, 30);
  JpegEncoder encoder;
  const auto ofPart = encoder.encode(whole(part), 90);
  ASSERT_TRUE(ofPart);
  const Bytes first(ofPart->begin(), ofPart->end());
  const auto ofCopy = encoder.encode(whole(part).clone(), 90);
  ASSERT_TRUE(ofCopy);
  EXPECT_EQ(first, Bytes(ofCopy->begin(), ofCopy->end()));
}

TEST(JpegEncoder, SpendsMoreBytesOnHigherQuality) {
  JpegEncoder encoder;
  std::size_t last = 0;
  for (const int quality : {10, 50, 90, 100}) {
    const auto jpeg = encoder.encode(paintColours(200, 150), quality);
    ASSERT_TRUE(jpeg);
    EXPECT_GT(jpeg->size(), last);
    last = jpeg->size();
  }
}

TEST(JpegEncoder, RefusesWhatIsNoPicture) {
  JpegEncoder encoder;
  for (const cv::Mat& picture :
       {cv::Mat(), cv::Mat(4, 4, CV_8UC4), cv::Mat(4, 4, CV_32FC1), cv::Mat(1, 65'501, CV_8UC1)}) {
    const auto jpeg = encoder.encode(picture, 90);
    ASSERT_FALSE(jpeg);
    EXPECT_EQ(jpeg.error().code, ErrorCode::internal);
  }
}

}  // namespace
}  // namespace facewire::image
