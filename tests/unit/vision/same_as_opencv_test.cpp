// The encoder beside the same steps by OpenCV's functions: every view, to the last bit, by every kind of vector code.

#include <gtest/gtest.h>

#include <algorithm>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <thread>
#include <vector>

#include "facewire/vision/face_quality.hpp"
#include "opencv_encoder.hpp"
#include "opencv_quality.hpp"
#include "pictures.hpp"
#include "vector_targets.hpp"

namespace facewire::vision {

bool operator==(const FaceQuality& a, const FaceQuality& b) {
  return a.side == b.side && a.sharpness == b.sharpness && a.detail == b.detail && a.dark == b.dark &&
         a.bright == b.bright;
}

namespace {

std::vector<Descriptor> finerViews(const FaceViews& face, std::size_t view) {
  std::vector<Descriptor> finer;
  face.around(view, finer);
  return finer;
}

void expectSame(const FaceChip& chip, const EncoderOptions& options = {}) {
  const test::OpenCvEncoder reference(options);
  const FaceEncoder encoder(options);
  const FaceViews face = encoder.encodeViews(chip);
  const std::vector<Descriptor> views = reference.encodeViews(chip);
  // Descriptors are far too long to be told in a failure.
  EXPECT_TRUE(face.views == views);
  EXPECT_TRUE(encoder.encode(chip) == views.front());
  // About the face as it is, one that is turned, and one that is sized.
  for (const std::size_t view : {std::size_t{0}, views.size() / 2, views.size() - 1}) {
    if (face.around) {
      EXPECT_TRUE(finerViews(face, view) == reference.encodeAround(chip, view)) << view;
    }
  }
  EXPECT_TRUE(measureQuality(chip) == test::measureQuality(chip));
}

/// Faces of every size, near the picture's corner as well as in its middle.
void expectSameOfFacesOfEverySize(const EncoderOptions& options) {
  for (const int side : {1, 11, 70, 77, 110, 150}) {
    SCOPED_TRACE(side);
    const cv::Mat picture = drawnFace(200, static_cast<std::uint64_t>(side));
    expectSame(cutChip(picture, cv::Rect(side % 50, 30, side, std::min(side + side / 8, 170))), options);
  }
}

TEST(EncoderSameAsOpenCv, ForFacesOfEverySize) {
  test::onEveryTarget([] { expectSameOfFacesOfEverySize({}); });
}

TEST(EncoderSameAsOpenCv, WithOtherSettings) {
  test::onEveryTarget([] {
    const FaceChip chip{drawnFace(140, 5), cv::Rect(20, 20, 100, 100)};
    expectSame(chip, {.faceScale = 0.8, .mirrored = true});
    expectSame(chip, {.blurSigma = 1.5, .radii = {1, 2, 3}, .tolerance = 0, .gridX = 7, .gridY = 9});
    expectSame(chip, {.faceSide = 96, .evenLight = false, .gridX = 9, .gridY = 8, .shift = 0});
    expectSame(chip, EncoderOptions::opencv());
  });
}

TEST(EncoderSameAsOpenCv, ForFacesWithoutLightOrWithNothingButNoise) {
  cv::Mat almostFlat(120, 120, CV_8UC1, cv::Scalar(255));
  almostFlat.at<unsigned char>(60, 60) = 254;
  cv::Mat halves(120, 120, CV_8UC1, cv::Scalar(0));
  halves.colRange(60, 120) = 255;
  test::onEveryTarget([&] {
    for (const cv::Mat& picture :
         {cv::Mat(120, 120, CV_8UC1, cv::Scalar(0)), cv::Mat(120, 120, CV_8UC1, cv::Scalar(77)), almostFlat, halves,
          noise(120, 120, 9), smooth(120, 120, 9)})
      expectSame({picture, cv::Rect(10, 10, 100, 100)});
  });
}

TEST(EncoderSameAsOpenCv, ForColour) {
  cv::Mat colour(150, 150, CV_8UC3);
  cv::RNG(3).fill(colour, cv::RNG::UNIFORM, 0, 256);
  cv::GaussianBlur(colour, colour, cv::Size(), 3);
  expectSame({colour, cv::Rect(20, 25, 105, 110)});
}

TEST(EncoderSameAsOpenCv, ForRealFaces) {
  const auto data = sharedData();
  if (!std::filesystem::is_directory(data / "orl")) GTEST_SKIP() << "no real pictures in " << data;
  int faces = 0;
  for (const char* folder : {"orl", "yale-dev", "interview/dataset", "lfw-dev"}) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(data / folder)) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::ranges::sort(files);
    for (std::size_t i = 0; i < files.size(); i += files.size() / 12 + 1, ++faces) {
      SCOPED_TRACE(files[i]);
      const cv::Mat picture = cv::imread(files[i].string(), cv::IMREAD_GRAYSCALE);
      if (picture.empty()) continue;
      const bool isWhole = picture.cols < 200;
      expectSame(
          isWhole ? chipOfCroppedFace(picture)
                  : cutChip(picture, cv::Rect(picture.cols / 4, picture.rows / 4, picture.cols / 2, picture.rows / 2)));
    }
  }
  EXPECT_GE(faces, 40);
}

TEST(EncoderSameAsOpenCv, FromManyThreadsAtATime) {
  const FaceEncoder encoder{EncoderOptions{}};
  std::vector<FaceChip> chips;
  std::vector<FaceViews> expected;
  for (const int side : {60, 90, 130}) {
    chips.push_back(cutChip(drawnFace(200, static_cast<std::uint64_t>(side)), cv::Rect(20, 20, side, side)));
    expected.push_back(encoder.encodeViews(chips.back()));
  }
  std::vector<std::thread> threads;
  for (std::size_t thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (std::size_t i = thread; i < thread + 6; ++i) {
        const FaceViews face = encoder.encodeViews(chips[i % chips.size()]);
        EXPECT_TRUE(face.views == expected[i % chips.size()].views);
        EXPECT_TRUE(finerViews(face, i % 11) == finerViews(expected[i % chips.size()], i % 11));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(QualitySameAsOpenCv, OfOneFaceAfterTheOtherInTheSameMemory) {
  ChipBuffers chips;
  QualityBuffers buffers;
  FaceChip chip;
  const std::uint8_t* memory = nullptr;
  for (const int side : {150, 90, 40, 155, 160}) {
    cv::Mat picture = drawnFace(260, static_cast<std::uint64_t>(side));
    if (side == 90) cv::cvtColor(picture, picture, cv::COLOR_GRAY2BGR);
    const DetectedFace face{cv::Rect(50, 50, side, side)};
    cutChip(picture, face, chip, chips);
    const FaceChip alone = cutChip(picture, face);
    EXPECT_EQ(chip.face, alone.face);
    EXPECT_EQ(cv::norm(chip.picture, alone.picture, cv::NORM_INF), 0);
    EXPECT_TRUE(measureQuality(chip, buffers) == test::measureQuality(alone)) << side;
    // The first takes memory, and the one in colours more of it.
    const bool isKept = chip.picture.data == memory;
    EXPECT_TRUE(isKept || side == 150 || side == 90) << side;
    memory = chip.picture.data;
  }
}

TEST(EncoderSameAsOpenCv, WhoseFinerViewsOutliveTheEncoder) {
  const FaceChip chip{drawnFace(140, 5), cv::Rect(20, 20, 100, 100)};
  FaceViews face;
  {
    const FaceEncoder encoder{EncoderOptions{}};
    face = encoder.encodeViews(chip);
  }
  EXPECT_TRUE(finerViews(face, 3) == test::OpenCvEncoder(EncoderOptions{}).encodeAround(chip, 3));
}

}  // namespace
}  // namespace facewire::vision
