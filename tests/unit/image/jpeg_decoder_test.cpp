#include <gtest/gtest.h>
#include <turbojpeg.h>

#include <opencv2/core.hpp>
#include <random>

#include "facewire/image/jpeg_codec.hpp"
#include "pictures.hpp"

namespace facewire::image {
namespace {

Bytes encodeByUs(const cv::Mat& picture, int quality = 90) {
  JpegEncoder encoder;
  const auto jpeg = encoder.encode(picture, quality);
  EXPECT_TRUE(jpeg);
  return {jpeg->begin(), jpeg->end()};
}

void expectCorrupt(const Result<cv::Mat>& result) {
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::corruptImage) << result.error().detail;
  EXPECT_FALSE(result.error().detail.empty());
}

/// The picture as a camera holding Exif orientation `orientation` stores it.
cv::Mat storeTurned(const cv::Mat& upright, int orientation) {
  cv::Mat stored;
  switch (orientation) {
    case 2:
      cv::flip(upright, stored, 1);
      break;
    case 3:
      cv::rotate(upright, stored, cv::ROTATE_180);
      break;
    case 4:
      cv::flip(upright, stored, 0);
      break;
    case 5:
      cv::transpose(upright, stored);
      break;
    case 6:
      cv::rotate(upright, stored, cv::ROTATE_90_COUNTERCLOCKWISE);
      break;
    case 7: {
      cv::Mat half;
      cv::rotate(upright, half, cv::ROTATE_180);
      cv::transpose(half, stored);
      break;
    }
    case 8:
      cv::rotate(upright, stored, cv::ROTATE_90_CLOCKWISE);
      break;
    default:
      stored = upright.clone();
  }
  return stored;
}

Bytes encodeCmyk(const cv::Mat& cmyk) {
  tjhandle handle = tjInitCompress();
  unsigned char* buffer = nullptr;
  unsigned long size = 0;
  EXPECT_EQ(tjCompress2(handle, cmyk.data, cmyk.cols, static_cast<int>(cmyk.step), cmyk.rows, TJPF_CMYK, &buffer, &size,
                        TJSAMP_444, 95, 0),
            0);
  const auto view = std::as_bytes(std::span(buffer, size));
  Bytes bytes(view.begin(), view.end());
  tjFree(buffer);
  tjDestroy(handle);
  return bytes;
}

Bytes withoutHuffmanTables(Bytes jpeg) {
  for (std::size_t at; (at = findMarker(jpeg, 0xC4)) < jpeg.size();) {
    const auto length =
        std::to_integer<std::ptrdiff_t>(jpeg[at + 2]) * 256 + std::to_integer<std::ptrdiff_t>(jpeg[at + 3]);
    const auto start = jpeg.begin() + static_cast<std::ptrdiff_t>(at);
    jpeg.erase(start, start + 2 + length);
  }
  return jpeg;
}

TEST(JpegDecoder, DecodesColourAsOpenCvDoes) {
  for (const int progressive : {0, 1}) {
    const Bytes jpeg = encodeByOpenCv(paintColours(101, 67), {cv::IMWRITE_JPEG_PROGRESSIVE, progressive});
    const auto picture = readPicture(jpeg);
    ASSERT_TRUE(picture) << picture.error().detail;
    ASSERT_EQ(picture->type(), CV_8UC3);
    ASSERT_EQ(picture->size(), cv::Size(101, 67));
    EXPECT_LT(differenceOf(*picture, decodeByOpenCv(jpeg)), 1.0);
    EXPECT_LT(differenceOf(*picture, paintColours(101, 67)), 6.0);
  }
}

TEST(JpegDecoder, DecodesColourToGrey) {
  const Bytes jpeg = encodeByOpenCv(paintColours(101, 67));
  const auto grey = readPicture(jpeg, PixelFormat::grey);
  ASSERT_TRUE(grey) << grey.error().detail;
  ASSERT_EQ(grey->type(), CV_8UC1);
  EXPECT_LT(differenceOf(*grey, decodeByOpenCv(jpeg, cv::IMREAD_GRAYSCALE)), 1.0);
}

TEST(JpegDecoder, DecodesGreyToEither) {
  const Bytes jpeg = encodeByUs(paintGrey(33, 44));
  const auto grey = readPicture(jpeg, PixelFormat::grey);
  ASSERT_TRUE(grey) << grey.error().detail;
  EXPECT_LT(differenceOf(*grey, paintGrey(33, 44)), 3.0);
  const auto colour = readPicture(jpeg, PixelFormat::bgr);
  ASSERT_TRUE(colour) << colour.error().detail;
  cv::Mat red;
  cv::extractChannel(*colour, red, 2);
  EXPECT_EQ(differenceOf(red, *grey), 0.0);
}

TEST(JpegDecoder, DecodesCmykAsOpenCvDoes) {
  cv::Mat cmyk(40, 56, CV_8UC4);
  const cv::Mat colours = paintColours(56, 40);
  const int channels[] = {0, 0, 1, 1, 2, 2, 1, 3};
  cv::mixChannels(&colours, 1, &cmyk, 1, channels, 4);
  const Bytes jpeg = encodeCmyk(cmyk);
  ASSERT_EQ(readJpegHeader(jpeg, kPlentyOfPixels)->components, 4);
  const auto picture = readPicture(jpeg);
  ASSERT_TRUE(picture) << picture.error().detail;
  EXPECT_LT(differenceOf(*picture, decodeByOpenCv(jpeg)), 1.0);
  const auto grey = readPicture(jpeg, PixelFormat::grey);
  ASSERT_TRUE(grey) << grey.error().detail;
  EXPECT_LT(differenceOf(*grey, decodeByOpenCv(jpeg, cv::IMREAD_GRAYSCALE)), 1.0);
}

TEST(JpegDecoder, TurnsEveryOrientationUpright) {
  const cv::Mat upright = paintColours(96, 56);
  for (const PixelFormat format : {PixelFormat::bgr, PixelFormat::grey}) {
    const auto expected = readPicture(encodeByUs(upright, 98), format);
    ASSERT_TRUE(expected);
    for (int orientation = 1; orientation <= 8; ++orientation) {
      const Bytes jpeg = insertAfterStart(encodeByUs(storeTurned(upright, orientation), 98),
                                          makeExif(orientation, orientation % 2 == 0));
      const auto picture = readPicture(jpeg, format);
      ASSERT_TRUE(picture) << picture.error().detail;
      ASSERT_EQ(picture->size(), upright.size()) << orientation;
      EXPECT_LT(differenceOf(*picture, *expected), 4.0) << orientation;
      if (format == PixelFormat::bgr) {
        EXPECT_LT(differenceOf(*picture, decodeByOpenCv(jpeg)), 1.0) << orientation;
      }
    }
  }
}

TEST(JpegDecoder, ReusesTheMemoryOfTheLastPicture) {
  const Bytes jpeg = encodeByUs(paintColours(64, 48));
  const auto header = readJpegHeader(jpeg, kPlentyOfPixels);
  JpegDecoder decoder;
  cv::Mat picture;
  ASSERT_TRUE(decoder.decode(jpeg, *header, PixelFormat::bgr, picture));
  const auto* const memory = picture.data;
  ASSERT_TRUE(decoder.decode(jpeg, *header, PixelFormat::bgr, picture));
  EXPECT_EQ(picture.data, memory);
}

TEST(JpegDecoder, UsesStandardHuffmanTablesWhereACameraSendsNone) {
  const Bytes whole = encodeByUs(paintColours(80, 60));
  const Bytes bare = withoutHuffmanTables(whole);
  ASSERT_LT(bare.size(), whole.size());
  const Bytes ownTables = encodeByOpenCv(paintColours(80, 60), {cv::IMWRITE_JPEG_OPTIMIZE, 1});

  JpegDecoder decoder;
  cv::Mat picture;
  ASSERT_TRUE(decoder.decode(ownTables, *readJpegHeader(ownTables, kPlentyOfPixels), PixelFormat::bgr, picture));
  const auto decoded = decoder.decode(bare, *readJpegHeader(bare, kPlentyOfPixels), PixelFormat::bgr, picture);
  ASSERT_TRUE(decoded) << decoded.error().detail;
  EXPECT_EQ(differenceOf(picture, *readPicture(whole)), 0.0);
}

TEST(JpegDecoder, AcceptsBytesAfterTheEnd) {
  const Bytes whole = encodeByUs(paintColours(40, 30));
  for (const std::size_t extra : {1u, 3u, 4'096u}) {
    for (const int value : {0x00, 0xFF, 0x41}) {
      Bytes padded = whole;
      padded.resize(whole.size() + extra, static_cast<std::byte>(value));
      const auto picture = readPicture(padded);
      ASSERT_TRUE(picture) << picture.error().detail;
    }
  }
}

TEST(JpegDecoder, AcceptsAFewPaddingBytesBeforeTheEndMarker) {
  const Bytes whole = encodeByUs(paintColours(40, 30));
  const auto padded = [&](std::size_t count) {
    Bytes bytes(whole.begin(), whole.end() - 2);
    bytes.resize(bytes.size() + count, std::byte{0});
    bytes.insert(bytes.end(), whole.end() - 2, whole.end());
    return readPicture(bytes);
  };
  for (const std::size_t count : {1u, 2u, 15u}) {
    const auto picture = padded(count);
    ASSERT_TRUE(picture) << picture.error().detail;
    EXPECT_EQ(differenceOf(*picture, *readPicture(whole)), 0.0);
  }
  expectCorrupt(padded(100));
}

TEST(JpegDecoder, RefusesEveryPictureCutOff) {
  for (const int progressive : {0, 1}) {
    const Bytes whole = encodeByOpenCv(paintColours(32, 24), {cv::IMWRITE_JPEG_PROGRESSIVE, progressive});
    ASSERT_TRUE(readPicture(whole));
    for (std::size_t size = 0; size < whole.size(); ++size) {
      // Exactly as long as the allocation, so that reading one byte too far is seen by AddressSanitizer.
      const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
      EXPECT_FALSE(readPicture(cut)) << size << " of " << whole.size();
    }
  }
}

TEST(JpegDecoder, SurvivesTenThousandDamagedPictures) {
  const cv::Mat colours = paintColours(48, 32);
  const std::vector<Bytes> sound = {encodeByUs(colours), encodeByUs(paintGrey(31, 17)),
                                    insertAfterStart(encodeByUs(colours), makeExif(6, true)),
                                    encodeByOpenCv(colours, {cv::IMWRITE_JPEG_PROGRESSIVE, 1}),
                                    encodeByOpenCv(colours, {cv::IMWRITE_JPEG_RST_INTERVAL, 2})};
  std::mt19937 random(20);
  constexpr std::size_t kMaxPixels = 1'000'000;
  int refused = 0;
  for (int round = 0; round < 10'000; ++round) {
    Bytes jpeg = sound[random() % sound.size()];
    for (auto changes = 1 + random() % 8; changes > 0; --changes) {
      const auto at = static_cast<std::ptrdiff_t>(random() % jpeg.size());
      switch (random() % 4) {
        case 0:
          jpeg[static_cast<std::size_t>(at)] = static_cast<std::byte>(random() % 256);
          break;
        case 1:
          jpeg[static_cast<std::size_t>(at)] ^= static_cast<std::byte>(1u << random() % 8);
          break;
        case 2:
          jpeg.erase(jpeg.begin() + at, jpeg.begin() + std::min<std::ptrdiff_t>(at + 9, std::ssize(jpeg) - 1));
          break;
        default:
          jpeg.insert(jpeg.begin() + at, static_cast<std::byte>(random() % 256));
      }
    }
    const auto picture = readPicture(jpeg, round % 2 == 0 ? PixelFormat::bgr : PixelFormat::grey, kMaxPixels);
    if (picture) {
      ASSERT_LE(picture->total(), kMaxPixels);
    } else {
      ++refused;
    }
  }
  EXPECT_GT(refused, 5'000);
}

TEST(JpegDecoder, SurvivesGarbageAfterTheSignature) {
  std::mt19937 random(21);
  for (int round = 0; round < 2'000; ++round) {
    Bytes garbage = toBytes({0xFF, 0xD8, 0xFF});
    garbage.resize(3 + random() % 400);
    for (std::size_t i = 3; i < garbage.size(); ++i) garbage[i] = static_cast<std::byte>(random() % 256);
    readPicture(garbage);
  }
}

TEST(JpegDecoder, RefusesASmallFileThatClaimsALargePicture) {
  Bytes jpeg = encodeByUs(paintColours(32, 32));
  const std::size_t frame = findMarker(jpeg, 0xC0);
  ASSERT_LT(frame, jpeg.size());
  for (const std::size_t at : {frame + 5, frame + 7}) {  // 20,000, twice
    jpeg[at] = std::byte{0x4E};
    jpeg[at + 1] = std::byte{0x20};
  }
  const auto tooLarge = readPicture(jpeg);
  ASSERT_FALSE(tooLarge);
  EXPECT_EQ(tooLarge.error().code, ErrorCode::tooManyPixels);
}

TEST(JpegDecoder, RefusesAPictureOfVeryManyScans) {
  const Bytes sound = encodeByOpenCv(paintColours(64, 64), {cv::IMWRITE_JPEG_PROGRESSIVE, 1});
  // The last scan again and again: each is decoded in full by a decoder that does not count.
  std::size_t scan = 0;
  for (std::size_t at = 0; (at = findMarker(sound, 0xDA, at + 1)) < sound.size();) scan = at;
  const auto start = sound.begin() + static_cast<std::ptrdiff_t>(scan);
  Bytes bomb(sound.begin(), start);
  for (int i = 0; i < 1'000; ++i) bomb.insert(bomb.end(), start, sound.end() - 2);
  bomb.insert(bomb.end(), sound.end() - 2, sound.end());
  const auto picture = readPicture(bomb);
  expectCorrupt(picture);
  EXPECT_NE(picture.error().detail.find("scans"), std::string::npos) << picture.error().detail;
}

}  // namespace
}  // namespace facewire::image
