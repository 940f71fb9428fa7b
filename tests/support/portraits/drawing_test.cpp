#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <set>
#include <string>

#include "portraits/names.hpp"
#include "portraits/random.hpp"
#include "portraits/scene.hpp"
#include "portraits/video.hpp"

namespace facewire::portraits {
namespace {

double differenceOf(const cv::Mat& a, const cv::Mat& b) {
  return cv::norm(a, b, cv::NORM_L1) / static_cast<double>(a.total() * a.channels());
}

// The published output of SplitMix64 for the seed 1234567.
TEST(PortraitRandom, IsSplitMix64) {
  Random random(1234567);
  EXPECT_EQ(random.next(), 6457827717110365317U);
  EXPECT_EQ(random.next(), 3203168211198807973U);
  EXPECT_EQ(random.next(), 9817491932198370423U);
}

TEST(PortraitDrawing, SameSceneGivesSamePixels) {
  const Scene scene = groupScene({0, 3, 900}, {320, 240}, 7);
  EXPECT_EQ(differenceOf(renderScene(scene).image, renderScene(scene).image), 0.0);
}

TEST(PortraitDrawing, PersonSeedAndShotEachChangeThePicture) {
  const cv::Size size(120, 120);
  const cv::Mat base = renderScene(portraitScene(1, 1, size, 1)).image;
  EXPECT_GT(differenceOf(base, renderScene(portraitScene(2, 1, size, 1)).image), 5.0);
  EXPECT_GT(differenceOf(base, renderScene(portraitScene(1, 2, size, 1)).image), 2.0);
  EXPECT_GT(differenceOf(base, renderScene(portraitScene(1, 1, size, 2)).image), 5.0);
}

TEST(PortraitDrawing, PicturesHaveTheSizeAskedFor) {
  for (const cv::Size size : {cv::Size(16, 16), cv::Size(97, 211), cv::Size(1280, 720)}) {
    const Picture picture = renderScene(groupScene({5, 6}, size));
    EXPECT_EQ(picture.image.size(), size);
    EXPECT_EQ(picture.image.type(), CV_8UC3);
  }
}

TEST(PortraitDrawing, EyesLieInTheUpperHalfOfTheBox) {
  for (std::uint64_t person = 0; person < 40; ++person) {
    const FaceTruth face = renderScene(portraitScene(person, 0, {64, 64})).faces.at(0);
    const cv::Rect upper(face.box.x, face.box.y, face.box.width, face.box.height / 2 + 1);
    EXPECT_TRUE(upper.contains(face.leftEye)) << "person " << person;
    EXPECT_TRUE(upper.contains(face.rightEye)) << "person " << person;
    EXPECT_LT(face.leftEye.x, face.rightEye.x) << "person " << person;
  }
}

// The pupils are darker than anything else near the eyes; where the truth were off, skin would be there.
TEST(PortraitDrawing, EyeCentresLieOnDarkIrises) {
  int dark = 0;
  constexpr int kPeople = 40;
  for (std::uint64_t person = 0; person < kPeople; ++person) {
    const Picture picture = renderScene(portraitScene(person, 0, {400, 400}, 1, 0.7F));
    const FaceTruth& face = picture.faces.at(0);
    const auto brightness = [&](cv::Point2f at) {
      return cv::sum(cv::mean(picture.image(cv::Rect(cv::Point(at) - cv::Point(3, 4), cv::Size(7, 7)))))[0];
    };
    const cv::Point2f cheek(face.leftEye.x, face.leftEye.y + 0.22F * static_cast<float>(face.box.height));
    if (brightness(face.leftEye) < 0.75 * brightness(cheek)) ++dark;
  }
  EXPECT_GE(dark, 36);
}

TEST(PortraitScene, NearerFaceHidesTheOneBehind) {
  Scene scene;
  scene.figures.push_back({1, {}, {300, 150, 80, 80}});
  scene.figures.push_back({2, {}, {290, 140, 160, 160}});
  const Picture picture = renderScene(scene);
  EXPECT_EQ(picture.faces.at(0).person, 1U);
  EXPECT_LT(picture.faces.at(0).visible, 0.1F);
  EXPECT_FLOAT_EQ(picture.faces.at(1).visible, 1.0F);
}

TEST(PortraitScene, FaceLeavingThePictureIsLessVisible) {
  Scene scene;
  scene.figures.push_back({1, {}, {-50, 150, 100, 100}});
  EXPECT_NEAR(renderScene(scene).faces.at(0).visible, 0.5F, 0.05F);
}

TEST(PortraitNames, ThousandsAreDifferentAndAcceptable) {
  std::set<std::string> names;
  for (std::uint64_t person = 0; person < 12'000; ++person) {
    const std::string name = nameOf(person);
    EXPECT_LE(name.size(), 120U);
    EXPECT_EQ(name.find_first_of(",/\"\n"), std::string::npos) << name;
    names.insert(name);
  }
  EXPECT_EQ(names.size(), 12'000U);
}

TEST(PortraitVideo, FramesAreTheSameInAnyOrder) {
  const Video video{.people = {0, 1}, .size = {160, 120}, .frames = 40};
  const Picture alone = renderVideoFrame(video, 20);
  renderVideo(video, [&](int index, const Picture& frame) {
    if (index == 20) {
      EXPECT_EQ(differenceOf(frame.image, alone.image), 0.0);
    }
    return index < 20;
  });
}

TEST(PortraitVideo, PeopleEnterMoveAndLeave) {
  const Video video{.people = {0, 1, 2}, .size = {160, 120}, .frames = 120};
  std::size_t most = 0;
  std::set<int> widths;
  for (int index = 0; index < video.frames; index += 4) {
    const Picture frame = renderVideoFrame(video, index);
    most = std::max(most, frame.faces.size());
    for (const FaceTruth& face : frame.faces) widths.insert(face.box.width);
  }
  EXPECT_EQ(most, 3U);
  EXPECT_GT(widths.size(), 4U);
  EXPECT_LT(renderVideoFrame(video, 0).faces.size(), 3U);
  EXPECT_LT(renderVideoFrame(video, 119).faces.size(), 3U);
}

}  // namespace
}  // namespace facewire::portraits
