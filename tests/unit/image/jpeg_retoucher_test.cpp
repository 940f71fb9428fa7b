#include "facewire/image/jpeg_retoucher.hpp"

#include <gtest/gtest.h>
#include <hwy/targets.h>
#include <turbojpeg.h>

#include <algorithm>
#include <memory>
#include <opencv2/core.hpp>
#include <random>
#include <vector>

#include "libjpeg_grey.hpp"
#include "pictures.hpp"

namespace facewire::image {
namespace {

constexpr int kQuality = 90;

/// Colours with some texture, so that few coefficients are zero.
cv::Mat paintTexture(int width, int height) {
  cv::Mat picture = paintColours(width, height);
  std::mt19937 random(7);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const int noise = static_cast<int>(random() % 25) - 12;
      for (int channel = 0; channel < 3; ++channel) {
        auto& value = picture.at<cv::Vec3b>(y, x)[channel];
        value = cv::saturate_cast<std::uint8_t>(value + noise);
      }
    }
  }
  return picture;
}

cv::Mat paintNoise(cv::Size size) {
  cv::Mat picture(size, CV_8UC3);
  cv::RNG(5).fill(picture, cv::RNG::UNIFORM, 0, 256);
  return picture;
}

Bytes encodeAs(const cv::Mat& picture, int subsampling, int quality = kQuality, int flags = 0) {
  const std::unique_ptr<void, int (*)(void*)> handle(tjInitCompress(), tjDestroy);
  unsigned char* buffer = nullptr;
  unsigned long size = 0;
  EXPECT_EQ(tjCompress2(handle.get(), picture.data, picture.cols, static_cast<int>(picture.step), picture.rows,
                        TJPF_BGR, &buffer, &size, subsampling, quality, flags),
            0);
  const auto view = std::as_bytes(std::span(buffer, size));
  Bytes bytes(view.begin(), view.end());
  tjFree(buffer);
  return bytes;
}

bool canOpen(JpegRetoucher& retoucher, ByteView jpeg, int quality = kQuality) {
  const auto header = readJpegHeader(jpeg, kPlentyOfPixels);
  cv::Mat grey;
  return header && retoucher.open(jpeg, *header, quality, grey);
}

/// Fills `area` with one colour.
Bytes fill(JpegRetoucher& retoucher, const Bytes& jpeg, const cv::Rect& area, const cv::Scalar& colour) {
  EXPECT_TRUE(canOpen(retoucher, jpeg));
  const auto header = readJpegHeader(jpeg, kPlentyOfPixels);
  cv::Mat canvas(header->height, header->width, CV_8UC3, cv::Scalar(1, 2, 3));
  retoucher.reveal(area, canvas);
  canvas(area & cv::Rect({}, canvas.size())).setTo(colour);
  const auto result = retoucher.finish(canvas);
  EXPECT_TRUE(result);
  return {result->begin(), result->end()};
}

/// The whole units of 16 x 16 pixels that `area` touches, and the pixels beside them that a decoder smooths chroma
/// into.
cv::Rect touchedBy(const cv::Rect& area, cv::Size picture) {
  const int left = area.x / 16 * 16 - 2;
  const int top = area.y / 16 * 16 - 2;
  const int right = (area.br().x + 15) / 16 * 16 + 2;
  const int bottom = (area.br().y + 15) / 16 * 16 + 2;
  return cv::Rect(left, top, right - left, bottom - top) & cv::Rect({}, picture);
}

class EverySampling : public testing::TestWithParam<int> {};

TEST_P(EverySampling, ChangesWhatIsDrawnAndNothingElse) {
  JpegRetoucher retoucher;
  for (const cv::Size size : {cv::Size(160, 96), cv::Size(161, 97), cv::Size(33, 17), cv::Size(150, 16)}) {
    const Bytes jpeg = encodeAs(paintTexture(size.width, size.height), GetParam());
    const cv::Rect area = cv::Rect(9, 3, 37, 12) & cv::Rect({}, size);
    const Bytes changed = fill(retoucher, jpeg, area, {40, 220, 130});

    const cv::Mat before = decodeByOpenCv(jpeg);
    const cv::Mat after = decodeByOpenCv(changed);
    ASSERT_EQ(after.size(), size);
    cv::Mat outside = before.clone();
    after(touchedBy(area, size)).copyTo(outside(touchedBy(area, size)));
    EXPECT_EQ(differenceOf(outside, after), 0) << size;
    const cv::Rect inner(area.x + 4, area.y + 4, area.width - 8, area.height - 8);
    cv::Mat expected(inner.size(), CV_8UC3, cv::Scalar(40, 220, 130));
    EXPECT_LT(differenceOf(after(inner), expected), 8) << size;
  }
}

TEST_P(EverySampling, DrawsAsWellAsCodingTheWholePictureAgainDoes) {
  JpegRetoucher retoucher;
  const cv::Mat picture = paintTexture(160, 96);
  const Bytes jpeg = encodeAs(picture, GetParam());
  const cv::Rect area(20, 20, 60, 40);
  const Bytes changed = fill(retoucher, jpeg, area, {250, 250, 250});

  cv::Mat wanted = decodeByOpenCv(jpeg);
  wanted(area).setTo(cv::Scalar(250, 250, 250));
  const double whole = differenceOf(decodeByOpenCv(encodeAs(wanted, GetParam())), wanted);
  const double parts = differenceOf(decodeByOpenCv(changed), wanted);
  EXPECT_LT(parts, whole * 1.1 + 0.5);
}

TEST_P(EverySampling, ReadsTheSameGreyAsLibjpegOnEveryProcessor) {
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    hwy::SetSupportedTargetsForTest(target);
    JpegRetoucher retoucher;
    for (const cv::Size size :
         {cv::Size(160, 96), cv::Size(97, 61), cv::Size(8, 8), cv::Size(1, 1), cv::Size(17, 130)}) {
      for (const int quality : {10, 50, 75, 90}) {
        for (const cv::Mat& picture : {paintTexture(size.width, size.height), paintColours(size.width, size.height),
                                       cv::Mat(size, CV_8UC3, cv::Scalar(0, 0, 255)), paintNoise(size)}) {
          const Bytes jpeg = encodeAs(picture, GetParam(), quality);
          const auto header = readJpegHeader(jpeg, kPlentyOfPixels);
          cv::Mat grey;
          ASSERT_TRUE(retoucher.open(jpeg, *header, 90, grey));
          const auto libjpegs = test::greyByLibjpeg(jpeg, size);
          ASSERT_TRUE(libjpegs);
          EXPECT_EQ(cv::norm(grey, *libjpegs, cv::NORM_INF), 0)
              << hwy::TargetName(target) << ' ' << size << " quality " << quality;
          EXPECT_EQ(cv::norm(*readPicture(jpeg, PixelFormat::grey), *libjpegs, cv::NORM_INF), 0) << size;
        }
      }
    }
  }
  hwy::SetSupportedTargetsForTest(0);
}

INSTANTIATE_TEST_SUITE_P(Jpeg, EverySampling, testing::Values(TJSAMP_444, TJSAMP_422, TJSAMP_440, TJSAMP_420));

/// Draws into a picture here and there, and compares what comes out with what the whole pixels would be.
void expectOnlyTheDrawnChanges(const Bytes& jpeg) {
  JpegRetoucher retoucher;
  cv::RNG random(9);
  const cv::Mat before = decodeByOpenCv(jpeg);
  for (int i = 0; i < 40; ++i) {
    ASSERT_TRUE(canOpen(retoucher, jpeg));
    cv::Mat canvas(before.size(), CV_8UC3);
    cv::Mat outside = before.clone();
    std::vector<cv::Rect> touched;
    for (int strokes = random.uniform(1, 6); strokes > 0; --strokes) {
      const cv::Rect area = cv::Rect(random.uniform(0, before.cols), random.uniform(0, before.rows),
                                     random.uniform(1, 40), random.uniform(1, 20)) &
                            cv::Rect({}, before.size());
      retoucher.reveal(area, canvas);
      canvas(area).setTo(cv::Scalar(random.uniform(0, 256), random.uniform(0, 256), random.uniform(0, 256)));
      touched.push_back(touchedBy(area, before.size()));
    }
    const auto changed = retoucher.finish(canvas);
    ASSERT_TRUE(changed);
    ASSERT_TRUE(readPicture(*changed)) << "without a warning";
    const cv::Mat after = decodeByOpenCv(*changed);
    for (const cv::Rect& area : touched) after(area).copyTo(outside(area));
    ASSERT_EQ(cv::norm(outside, after, cv::NORM_INF), 0) << i;
  }
}

TEST(JpegRetoucher, KeepsAllElseWhereverItDraws) {
  expectOnlyTheDrawnChanges(encodeAs(paintTexture(163, 90), TJSAMP_420));
  expectOnlyTheDrawnChanges(encodeAs(paintNoise({130, 75}), TJSAMP_422));
}

TEST(JpegRetoucher, KeepsRestartMarkers) {
  for (const int units : {1, 3, 11, 64, 1000}) {
    const Bytes jpeg =
        encodeByOpenCv(paintTexture(163, 90), {cv::IMWRITE_JPEG_QUALITY, 85, cv::IMWRITE_JPEG_RST_INTERVAL, units});
    expectOnlyTheDrawnChanges(jpeg);
  }
}

TEST(JpegRetoucher, SaysWhereThePicturesOwnCodesDoNotSuffice) {
  // Tables made for a picture of one colour know no other coefficient.
  const cv::Mat plain(64, 64, CV_8UC3, cv::Scalar(90, 120, 150));
  const Bytes jpeg = encodeByOpenCv(plain, {cv::IMWRITE_JPEG_QUALITY, 85, cv::IMWRITE_JPEG_OPTIMIZE, 1});
  JpegRetoucher retoucher;
  ASSERT_TRUE(canOpen(retoucher, jpeg));
  cv::Mat canvas(plain.size(), CV_8UC3);
  retoucher.reveal({3, 3, 30, 5}, canvas);
  canvas(cv::Rect(3, 3, 30, 5)).setTo(cv::Scalar(0, 255, 0));
  EXPECT_FALSE(retoucher.finish(canvas));
}

TEST(JpegRetoucher, TakesThePaddingOfCheapCameras) {
  Bytes jpeg = encodeAs(paintTexture(64, 48), TJSAMP_420);
  jpeg.insert(jpeg.end() - 2, 9, std::byte{0});
  expectOnlyTheDrawnChanges(jpeg);
  jpeg.insert(jpeg.end() - 2, 40, std::byte{0});
  JpegRetoucher retoucher;
  EXPECT_FALSE(canOpen(retoucher, jpeg)) << "too much to be padding";
}

TEST(JpegRetoucher, GivesBackTheSameBytesWhereNothingIsDrawn) {
  JpegRetoucher retoucher;
  const Bytes jpeg = encodeAs(paintTexture(100, 80), TJSAMP_420);
  cv::Mat canvas(80, 100, CV_8UC3);
  ASSERT_TRUE(canOpen(retoucher, jpeg));
  EXPECT_TRUE(std::ranges::equal(*retoucher.finish(canvas), jpeg));
  ASSERT_TRUE(canOpen(retoucher, jpeg));
  retoucher.reveal({0, 0, 100, 80}, canvas);
  EXPECT_TRUE(std::ranges::equal(*retoucher.finish(canvas), jpeg)) << "revealed but not changed";
}

TEST(JpegRetoucher, ShowsThePictureAsItIs) {
  const Bytes jpeg = encodeAs(paintColours(90, 70), TJSAMP_444);
  JpegRetoucher retoucher;
  ASSERT_TRUE(canOpen(retoucher, jpeg));
  cv::Mat canvas(70, 90, CV_8UC3, cv::Scalar::all(0));
  retoucher.reveal({-50, -50, 400, 400}, canvas);
  EXPECT_LE(cv::norm(canvas, decodeByOpenCv(jpeg), cv::NORM_INF), 2);
}

TEST(JpegRetoucher, RevealsABlockOnceSoThatDrawingOnItStays) {
  const Bytes jpeg = encodeAs(paintColours(64, 64), TJSAMP_420);
  JpegRetoucher retoucher;
  ASSERT_TRUE(canOpen(retoucher, jpeg));
  cv::Mat canvas(64, 64, CV_8UC3, cv::Scalar::all(0));
  retoucher.reveal({0, 0, 8, 8}, canvas);
  canvas.at<cv::Vec3b>(3, 3) = {1, 1, 1};
  retoucher.reveal({0, 0, 64, 64}, canvas);
  EXPECT_EQ(canvas.at<cv::Vec3b>(3, 3), cv::Vec3b(1, 1, 1));
}

TEST(JpegRetoucher, LeavesThePicturesItCannotTakeToOthers) {
  JpegRetoucher retoucher;
  const cv::Mat picture = paintTexture(64, 48);
  EXPECT_FALSE(canOpen(retoucher, encodeByOpenCv(picture, {cv::IMWRITE_JPEG_PROGRESSIVE, 1}))) << "progressive";
  EXPECT_FALSE(canOpen(retoucher, encodeByOpenCv(paintGrey(64, 48)))) << "grey";
  EXPECT_FALSE(canOpen(retoucher, encodeAs(picture, TJSAMP_420, 95))) << "finer than is asked for";
  EXPECT_FALSE(canOpen(retoucher, encodeAs(picture, TJSAMP_411))) << "a quarter of the chroma";
  const Bytes jpeg = encodeAs(picture, TJSAMP_420);
  EXPECT_FALSE(canOpen(retoucher, insertAfterStart(jpeg, makeExif(6, true)))) << "turned";
  EXPECT_FALSE(canOpen(retoucher, ByteView(jpeg).first(jpeg.size() / 2))) << "cut";
  EXPECT_TRUE(canOpen(retoucher, jpeg)) << "and goes on after them";
  EXPECT_TRUE(canOpen(retoucher, encodeAs(picture, TJSAMP_420, 60))) << "coarser";
}

TEST(JpegRetoucher, TakesNoTablesFromThePictureBefore) {
  JpegRetoucher retoucher;
  const Bytes jpeg = encodeAs(paintTexture(64, 48), TJSAMP_420);
  ASSERT_TRUE(canOpen(retoucher, jpeg));
  Bytes without = jpeg;
  for (std::size_t at = findMarker(without, 0xDB); at < without.size(); at = findMarker(without, 0xDB)) {
    const auto length =
        std::to_integer<std::size_t>(without[at + 2]) << 8 | std::to_integer<std::size_t>(without[at + 3]);
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(at),
                  without.begin() + static_cast<std::ptrdiff_t>(at + 2 + length));
  }
  EXPECT_FALSE(canOpen(retoucher, without));
}

TEST(JpegRetoucher, RefusesAQuantisationStepOfZero) {
  JpegRetoucher retoucher;
  Bytes jpeg = encodeAs(paintTexture(64, 48), TJSAMP_420);
  const std::size_t table = findMarker(jpeg, 0xDB) + 5;
  std::fill_n(jpeg.begin() + static_cast<std::ptrdiff_t>(table), 64, std::byte{200});
  EXPECT_TRUE(canOpen(retoucher, jpeg));
  jpeg[table + 5] = std::byte{0};
  EXPECT_FALSE(canOpen(retoucher, jpeg));
}

TEST(JpegRetoucher, SurvivesDamageAnywhere) {
  const Bytes jpeg = encodeAs(paintTexture(48, 40), TJSAMP_420, 75);
  std::mt19937 random(11);
  JpegRetoucher retoucher;
  int opened = 0;
  for (int i = 0; i < 3000; ++i) {
    const Bytes damaged = damage(jpeg, random);
    const auto header = readJpegHeader(damaged, kPlentyOfPixels);
    if (!header || header->width > 2000 || header->height > 2000) continue;
    cv::Mat grey;
    if (!retoucher.open(damaged, *header, 90, grey)) continue;
    ++opened;
    cv::Mat canvas(header->height, header->width, CV_8UC3);
    const cv::Rect area(5, 5, 30, 20);
    retoucher.reveal(area, canvas);
    canvas(area & cv::Rect({}, canvas.size())).setTo(cv::Scalar(0, 0, 255));
    [[maybe_unused]] const auto written = retoucher.finish(canvas);
  }
  EXPECT_GT(opened, 100);
}

}  // namespace
}  // namespace facewire::image
