#include <gtest/gtest.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "facewire/vision/face_encoder.hpp"
#include "pictures.hpp"

namespace facewire::vision {
namespace {

FaceChip wholePicture(const cv::Mat& picture) {
  return {picture, cv::Rect(0, 0, picture.cols, picture.rows)};
}

/// OpenCV's own distance of histograms, over all cells.
double distanceBetween(const Descriptor& a, const Descriptor& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.counts.size(); ++i) {
    const double both = a.counts[i] + b.counts[i];
    if (both > 0) sum += (a.counts[i] - b.counts[i]) * (a.counts[i] - b.counts[i]) / both;
  }
  return sum;
}

double nearestOfViews(const std::vector<Descriptor>& views, const Descriptor& sample) {
  double nearest = distanceBetween(views.front(), sample);
  for (const Descriptor& view : views) nearest = std::min(nearest, distanceBetween(view, sample));
  return nearest;
}

TEST(FaceEncoderViews, BeginWithTheFaceAsItIs) {
  const FaceEncoder encoder{EncoderOptions{}};
  const FaceChip chip{drawnFace(140, 5), cv::Rect(20, 20, 100, 100)};
  const std::vector<Descriptor> views = encoder.encodeViews(chip).views;
  EXPECT_EQ(views.size(), 11U);
  EXPECT_EQ(views.front(), encoder.encode(chip));
}

TEST(FaceEncoderViews, AreOneWithoutTurnShiftAndMirror) {
  const FaceEncoder encoder{EncoderOptions::opencv()};
  const FaceChip chip = wholePicture(drawnFace(96, 5));
  EXPECT_EQ(encoder.encodeViews(chip).views, std::vector{encoder.encode(chip)});
  EXPECT_FALSE(encoder.encodeViews(chip).around);
}

TEST(FaceEncoderViews, ForgiveABoxThatIsBeside) {
  const FaceEncoder encoder{EncoderOptions{}};
  const cv::Mat picture = drawnFace(160, 7);
  const Descriptor sample = encoder.encode({picture, cv::Rect(30, 30, 100, 100)});
  for (const cv::Point moved : {cv::Point(5, 0), cv::Point(-5, 0), cv::Point(0, 5), cv::Point(0, -5)}) {
    const auto views = encoder.encodeViews({picture, cv::Rect(cv::Point(30, 30) + moved, cv::Size(100, 100))}).views;
    EXPECT_LT(nearestOfViews(views, sample), 0.7 * distanceBetween(views.front(), sample)) << moved;
  }
}

TEST(FaceEncoderViews, ForgiveAHeadHeldAskew) {
  const FaceEncoder encoder{EncoderOptions{}};
  const cv::Mat picture = drawnFace(160, 7);
  const cv::Rect box(30, 30, 100, 100);
  const Descriptor sample = encoder.encode({picture, box});
  for (const double degrees : {-6.0, 6.0}) {
    cv::Mat turned;
    cv::warpAffine(picture, turned, cv::getRotationMatrix2D(cv::Point2f(80, 80), degrees, 1), picture.size(),
                   cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    const auto views = encoder.encodeViews({turned, box}).views;
    EXPECT_LT(nearestOfViews(views, sample), 0.8 * distanceBetween(views.front(), sample)) << degrees;
  }
}

TEST(FaceEncoderViews, ForgiveABoxOfAnotherSize) {
  const FaceEncoder encoder{EncoderOptions{}};
  const cv::Mat picture = drawnFace(160, 7);
  const Descriptor sample = encoder.encode({picture, cv::Rect(30, 30, 100, 100)});
  for (const int grown : {-7, 8}) {
    const auto views =
        encoder.encodeViews({picture, cv::Rect(30 - grown / 2, 30 - grown / 2, 100 + grown, 100 + grown)}).views;
    EXPECT_LT(nearestOfViews(views, sample), 0.8 * distanceBetween(views.front(), sample)) << grown;
  }
}

TEST(FaceEncoderViews, ComeNearerAboutTheOneThatFitsBest) {
  const FaceEncoder encoder{EncoderOptions{}};
  const cv::Mat picture = drawnFace(160, 7);
  const Descriptor sample = encoder.encode({picture, cv::Rect(30, 30, 100, 100)});
  // Moved to the side and too small at once: no single step mends both.
  const FaceViews face = encoder.encodeViews({picture, cv::Rect(38, 32, 94, 94)});
  const auto best =
      std::ranges::min_element(face.views, {}, [&](const Descriptor& view) { return distanceBetween(view, sample); });
  std::vector<Descriptor> finer;
  face.around(static_cast<std::size_t>(best - face.views.begin()), finer);
  EXPECT_EQ(finer.size(), 8U);
  EXPECT_LT(nearestOfViews(finer, sample), 0.85 * distanceBetween(*best, sample));
}

TEST(FaceEncoderViews, GoInTheMemoryOfTheFaceBefore) {
  const FaceEncoder encoder{EncoderOptions{}};
  const FaceEncoder other{{.sizes = {}, .refined = false}};
  const FaceChip first{drawnFace(140, 5), cv::Rect(20, 20, 100, 100)};
  const FaceChip second{drawnFace(160, 7), cv::Rect(30, 30, 90, 100)};
  FaceViews face = encoder.encodeViews(first);
  const std::uint8_t* const memory = face.views.back().counts.data();
  encoder.encodeViews(second, face);
  EXPECT_EQ(face.views.back().counts.data(), memory);
  EXPECT_TRUE(face.views == encoder.encodeViews(second).views);

  std::vector<Descriptor> finer;
  std::vector<Descriptor> expected;
  face.around(2, finer);
  encoder.encodeViews(second).around(2, expected);
  EXPECT_TRUE(finer == expected);

  other.encodeViews(first, face);
  EXPECT_TRUE(face.views == other.encodeViews(first).views);
  EXPECT_FALSE(face.around);
}

TEST(FaceEncoderViews, ForgiveAMirrorWhereAskedTo) {
  const FaceEncoder encoder{EncoderOptions{.mirrored = true}};
  const FaceChip chip{smooth(140, 140, 5), cv::Rect(20, 20, 100, 100)};
  FaceChip mirrored{cv::Mat(), chip.face};
  cv::flip(chip.picture, mirrored.picture, 1);
  const auto views = encoder.encodeViews(mirrored).views;
  EXPECT_LT(nearestOfViews(views, encoder.encode(chip)), 0.5 * distanceBetween(views.front(), encoder.encode(chip)));
}

}  // namespace
}  // namespace facewire::vision
