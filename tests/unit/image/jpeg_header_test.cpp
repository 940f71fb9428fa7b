#include "facewire/image/jpeg_header.hpp"

#include <gtest/gtest.h>

#include <random>

#include "pictures.hpp"

namespace facewire::image {
namespace {

/// SOI, `before`, and a frame header of this marker and size.
Bytes makeHeader(int sof, int width, int height, int components = 3, const Bytes& before = {}) {
  Bytes bytes = toBytes({0xFF, 0xD8});
  bytes.insert(bytes.end(), before.begin(), before.end());
  const Bytes frame =
      toBytes({0xFF, sof, 0, 8 + 3 * components, 8, height >> 8, height & 255, width >> 8, width & 255, components});
  bytes.insert(bytes.end(), frame.begin(), frame.end());
  for (int i = 0; i < components; ++i) {
    const Bytes component = toBytes({i + 1, 0x11, 0});
    bytes.insert(bytes.end(), component.begin(), component.end());
  }
  return bytes;
}

ErrorCode refusalOf(const Bytes& bytes, std::size_t maxPixels = kPlentyOfPixels) {
  const auto header = readJpegHeader(bytes, maxPixels);
  EXPECT_FALSE(header);
  return header ? ErrorCode::internal : header.error().code;
}

TEST(JpegHeader, ReadsSizeComponentsAndCoding) {
  for (const int sof : {0xC0, 0xC1, 0xC2}) {
    for (const int components : {1, 3, 4}) {
      const auto header = readJpegHeader(makeHeader(sof, 640, 481, components), kPlentyOfPixels);
      ASSERT_TRUE(header) << header.error().detail;
      EXPECT_EQ(header->width, 640);
      EXPECT_EQ(header->height, 481);
      EXPECT_EQ(header->components, components);
      EXPECT_EQ(header->progressive, sof == 0xC2);
      EXPECT_EQ(header->orientation, 1);
    }
  }
}

TEST(JpegHeader, ReadsWhatAnotherEncoderWrote) {
  const auto header =
      readJpegHeader(encodeByOpenCv(paintColours(70, 50), {cv::IMWRITE_JPEG_PROGRESSIVE, 1}), kPlentyOfPixels);
  ASSERT_TRUE(header) << header.error().detail;
  EXPECT_EQ(header->width, 70);
  EXPECT_EQ(header->height, 50);
  EXPECT_TRUE(header->progressive);
}

TEST(JpegHeader, PassesOverFillBytesAndMarkersWithoutLength) {
  const Bytes before = toBytes({0xFF, 0xFF, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0x01, 0xFF, 0xD3, 0xFF, 0xFE, 0, 2});
  const auto header = readJpegHeader(makeHeader(0xC0, 12, 34, 3, before), kPlentyOfPixels);
  ASSERT_TRUE(header) << header.error().detail;
  EXPECT_EQ(header->width, 12);
}

TEST(JpegHeader, RefusesWhatDoesNotStartAsJpeg) {
  EXPECT_EQ(refusalOf({}), ErrorCode::notJpeg);
  EXPECT_EQ(refusalOf(toBytes({0xFF, 0xD8})), ErrorCode::notJpeg);
  EXPECT_EQ(refusalOf(toBytes({'B', 'M', 0, 0, 0, 0})), ErrorCode::notJpeg);
  EXPECT_EQ(refusalOf(toBytes({0x89, 'P', 'N', 'G', 13, 10, 26, 10})), ErrorCode::notJpeg);
}

TEST(JpegHeader, RefusesCodingsTheDecoderHasNot) {
  for (const int sof : {0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}) {
    const auto header = readJpegHeader(makeHeader(sof, 8, 8), kPlentyOfPixels);
    ASSERT_FALSE(header);
    EXPECT_EQ(header.error().code, ErrorCode::corruptImage);
    EXPECT_NE(header.error().detail.find("not supported"), std::string::npos) << header.error().detail;
  }
}

TEST(JpegHeader, RefusesZeroSizes) {
  EXPECT_EQ(refusalOf(makeHeader(0xC0, 0, 8)), ErrorCode::corruptImage);
  EXPECT_EQ(refusalOf(makeHeader(0xC0, 8, 0)), ErrorCode::corruptImage);
}

TEST(JpegHeader, RefusesImpossibleFrameHeaders) {
  EXPECT_EQ(refusalOf(makeHeader(0xC0, 8, 8, 2)), ErrorCode::corruptImage);
  Bytes twelveBits = makeHeader(0xC0, 8, 8);
  twelveBits[6] = std::byte{12};
  EXPECT_EQ(refusalOf(twelveBits), ErrorCode::corruptImage);
  Bytes componentsMissing = makeHeader(0xC0, 8, 8, 1);
  componentsMissing[11] = std::byte{3};
  EXPECT_EQ(refusalOf(componentsMissing), ErrorCode::corruptImage);
}

TEST(JpegHeader, RefusesWhatCannotStandBeforeTheFrameHeader) {
  EXPECT_EQ(refusalOf(makeHeader(0xC0, 8, 8, 3, toBytes({0xFF, 0xD8}))), ErrorCode::corruptImage);
  EXPECT_EQ(refusalOf(makeHeader(0xC0, 8, 8, 3, toBytes({0xFF, 0xD9}))), ErrorCode::corruptImage);
  EXPECT_EQ(refusalOf(makeHeader(0xC0, 8, 8, 3, toBytes({0xFF, 0xDA, 0, 2}))), ErrorCode::corruptImage);
  EXPECT_EQ(refusalOf(makeHeader(0xC0, 8, 8, 3, toBytes({0xFF, 0xE0, 0, 1}))), ErrorCode::corruptImage);
  EXPECT_EQ(refusalOf(makeHeader(0xC0, 8, 8, 3, toBytes({0xFF, 0xE0, 0, 2, 7, 7}))), ErrorCode::corruptImage);
}

TEST(JpegHeader, RefusesMorePixelsThanAllowedAndNamesBoth) {
  const auto header = readJpegHeader(makeHeader(0xC0, 20'000, 20'000), 25'000'000);
  ASSERT_FALSE(header);
  EXPECT_EQ(header.error().code, ErrorCode::tooManyPixels);
  EXPECT_NE(header.error().detail.find("400000000"), std::string::npos) << header.error().detail;
  EXPECT_NE(header.error().detail.find("25000000"), std::string::npos) << header.error().detail;
  EXPECT_TRUE(readJpegHeader(makeHeader(0xC0, 100, 100), 10'000));
  EXPECT_FALSE(readJpegHeader(makeHeader(0xC0, 100, 100), 9'999));
  EXPECT_EQ(refusalOf(makeHeader(0xC0, 65'535, 65'535)), ErrorCode::tooManyPixels);
}

TEST(JpegHeader, RefusesEveryHeaderCutOff) {
  const Bytes whole = makeHeader(0xC2, 640, 480, 3, makeExif(6, true));
  ASSERT_TRUE(readJpegHeader(whole, kPlentyOfPixels));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_EQ(refusalOf(cut), size < 3 ? ErrorCode::notJpeg : ErrorCode::corruptImage) << size;
  }
}

TEST(JpegHeader, ReadsOrientationInBothByteOrders) {
  for (const bool littleEndian : {true, false}) {
    for (int orientation = 1; orientation <= 8; ++orientation) {
      const auto header =
          readJpegHeader(makeHeader(0xC0, 8, 8, 3, makeExif(orientation, littleEndian)), kPlentyOfPixels);
      ASSERT_TRUE(header) << header.error().detail;
      EXPECT_EQ(header->orientation, orientation);
    }
  }
}

TEST(JpegHeader, TakesNonsenseOrientationAsUpright) {
  for (const int orientation : {0, 9, 256, 65'535}) {
    const auto header = readJpegHeader(makeHeader(0xC0, 8, 8, 3, makeExif(orientation, true)), kPlentyOfPixels);
    ASSERT_TRUE(header) << header.error().detail;
    EXPECT_EQ(header->orientation, 1) << orientation;
  }
}

// Each length keeps the segment consistent with the stream, so that the walk goes on and only the Exif block is cut.
TEST(JpegHeader, SurvivesExifCutAtEveryByte) {
  for (std::size_t kept = 0; kept <= 32; ++kept) {
    Bytes exif = makeExif(6, false);
    exif.resize(4 + kept);
    exif[3] = static_cast<std::byte>(2 + kept);
    const auto header = readJpegHeader(makeHeader(0xC0, 8, 8, 3, exif), kPlentyOfPixels);
    ASSERT_TRUE(header) << header.error().detail;
    EXPECT_EQ(header->orientation, kept >= 26 ? 6 : 1) << kept;
  }
}

TEST(JpegHeader, SurvivesRandomExif) {
  std::mt19937 random(7);
  const Bytes sound = makeExif(6, true);
  for (int round = 0; round < 20'000; ++round) {
    Bytes exif = sound;
    for (auto changes = 1 + random() % 6; changes > 0; --changes) {
      exif[10 + random() % (exif.size() - 10)] = static_cast<std::byte>(random() % 256);
    }
    const auto header = readJpegHeader(makeHeader(0xC0, 8, 8, 3, exif), kPlentyOfPixels);
    ASSERT_TRUE(header);
    ASSERT_GE(header->orientation, 1);
    ASSERT_LE(header->orientation, 8);
  }
}

}  // namespace
}  // namespace facewire::image
