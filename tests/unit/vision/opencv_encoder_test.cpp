#include "opencv_encoder.hpp"

#include <gtest/gtest.h>

#include "pictures.hpp"

namespace facewire::vision {
namespace {

void expectSameViews(const FaceChip& chip, const EncoderOptions& options) {
  const test::OpenCvEncoder reference(options);
  const FaceViews face = FaceEncoder(options).encodeViews(chip);
  EXPECT_TRUE(face.views == reference.encodeViews(chip));
  for (std::size_t view = 0; face.around && view < face.views.size(); ++view)
    EXPECT_TRUE(face.around(view) == reference.encodeAround(chip, view)) << view;
}

TEST(FaceEncoderBesideOpenCvFunctions, GivesTheSameViewsOfFacesOfEverySize) {
  for (int side = 1; side <= 150; side += side < 20 ? 3 : 13) {
    const FaceChip chip = cutChip(drawnFace(200, static_cast<std::uint64_t>(side)), cv::Rect(20, 30, side, side));
    expectSameViews(chip, EncoderOptions{});
  }
}

}  // namespace
}  // namespace facewire::vision
