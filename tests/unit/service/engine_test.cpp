#include "engine.hpp"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "facewire/image/jpeg_header.hpp"
#include "pictures.hpp"
#include "portraits/scene.hpp"

namespace facewire::service {
namespace {

constexpr std::size_t kPlentyOfPixels = 1U << 24;

bool isSame(const cv::Mat& a, const cv::Mat& b) {
  return a.size() == b.size() && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0;
}

cv::Mat decodeAs(image::PixelFormat format, const Bytes& jpeg) {
  image::JpegDecoder decoder;
  cv::Mat picture;
  EXPECT_TRUE(decoder.decode(jpeg, *image::readJpegHeader(jpeg, kPlentyOfPixels), format, picture));
  return picture;
}

class EngineDecode : public testing::Test {
 protected:
  static Engine makeEngine(bool encodesColour) {
    vision::DetectorOptions options;
    options.cascade = FACEWIRE_CASCADES "/haarcascade_frontalface_default.xml";
    return Engine(vision::FaceFinder(options), encodesColour);
  }

  static void decode(Engine& engine, const Bytes& jpeg) {
    ASSERT_TRUE(engine.decode(jpeg, *image::readJpegHeader(jpeg, kPlentyOfPixels)));
  }

  const cv::Mat people_ = renderScene(portraits::groupScene({1, 2}, {333, 241}, 3)).image;
  const Bytes colour_ = test::toJpeg(people_);
  const Bytes grey_ = [this] {
    cv::Mat grey;
    cv::cvtColor(people_, grey, cv::COLOR_BGR2GRAY);
    return test::toJpeg(grey);
  }();
};

/// The JPEG's own luma, not one that was made of colours: what the classic engine says must not depend on others.
TEST_F(EngineDecode, GivesTheClassicEngineTheJpegsOwnGrey) {
  Engine engine = makeEngine(false);
  for (const Bytes* jpeg : {&colour_, &grey_, &colour_}) {
    decode(engine, *jpeg);
    EXPECT_TRUE(isSame(engine.picture().grey, decodeAs(image::PixelFormat::grey, *jpeg)));
    EXPECT_TRUE(engine.picture().colour.empty());
  }
}

TEST_F(EngineDecode, GivesThoseWhoWantColourTheColours) {
  Engine engine = makeEngine(true);
  decode(engine, colour_);
  EXPECT_TRUE(isSame(engine.picture().colour, decodeAs(image::PixelFormat::bgr, colour_)));
  cv::Mat grey;
  cv::cvtColor(engine.picture().colour, grey, cv::COLOR_BGR2GRAY);
  EXPECT_TRUE(isSame(engine.picture().grey, grey));
}

TEST_F(EngineDecode, HasNoColoursOfAGreyPictureEvenAfterAnother) {
  Engine engine = makeEngine(true);
  for (const Bytes* jpeg : {&grey_, &colour_, &grey_}) {
    decode(engine, *jpeg);
    EXPECT_EQ(engine.picture().colour.empty(), jpeg == &grey_);
  }
  EXPECT_TRUE(isSame(engine.picture().grey, decodeAs(image::PixelFormat::grey, grey_)));
  EXPECT_TRUE(isSame(engine.picture().best(true), engine.grey));
}

TEST_F(EngineDecode, ForgetsColoursThatOneFrameWasDecodedWith) {
  Engine engine = makeEngine(false);
  ASSERT_TRUE(engine.decodeInColour(colour_, *image::readJpegHeader(colour_, kPlentyOfPixels)));
  EXPECT_FALSE(engine.picture().colour.empty());
  decode(engine, colour_);
  EXPECT_TRUE(engine.picture().colour.empty());
  EXPECT_TRUE(isSame(engine.picture().grey, decodeAs(image::PixelFormat::grey, colour_)));
}

TEST_F(EngineDecode, TellsOfDamage) {
  Bytes cut = colour_;
  cut.resize(cut.size() / 2);
  for (const bool encodesColour : {false, true}) {
    Engine engine = makeEngine(encodesColour);
    const auto decoded = engine.decode(cut, *image::readJpegHeader(colour_, kPlentyOfPixels));
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().code, ErrorCode::corruptImage);
  }
}

}  // namespace
}  // namespace facewire::service
