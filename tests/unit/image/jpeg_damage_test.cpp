#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <random>

#include "facewire/image/jpeg_codec.hpp"
#include "pictures.hpp"

namespace facewire::image {
namespace {

/// To colour pictures are decoded by libjpeg, which warns of damage: to grey the very same ones must be refused.
TEST(JpegDecoder, RefusesTheSameDamageInGreyAsInColour) {
  std::mt19937 random(12);
  JpegDecoder decoder;
  int decoded = 0;
  const Bytes jpeg = encodeByOpenCv(paintColours(48, 40), {cv::IMWRITE_JPEG_QUALITY, 75});
  for (int i = 0; i < 6000; ++i) {
    const Bytes damaged = damage(jpeg, random);
    const auto header = readJpegHeader(damaged, kPlentyOfPixels);
    if (!header || header->width > 2000 || header->height > 2000) continue;
    cv::Mat picture;
    const bool isWhole = decoder.decode(damaged, *header, PixelFormat::bgr, picture).has_value();
    EXPECT_EQ(decoder.decode(damaged, *header, PixelFormat::grey, picture).has_value(), isWhole) << i;
    decoded += isWhole ? 1 : 0;
  }
  EXPECT_GT(decoded, 100);
}

}  // namespace
}  // namespace facewire::image
