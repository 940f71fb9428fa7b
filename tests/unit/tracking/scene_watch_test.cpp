#include "facewire/tracking/scene_watch.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "portraits/video.hpp"

namespace facewire::tracking {
namespace {

cv::Mat greyOf(const portraits::Picture& picture) {
  cv::Mat grey;
  cv::cvtColor(picture.image, grey, cv::COLOR_BGR2GRAY);
  return grey;
}

TEST(SceneWatch, BeginsWithAScene) {
  EXPECT_TRUE(SceneWatch().beginsScene(cv::Mat::zeros(20, 20, CV_8UC1)));
}

TEST(SceneWatch, SeesOneSceneInAVideoOfPeopleWhoMove) {
  const portraits::Video video{.people = {1, 2}, .size = {320, 240}};
  SceneWatch watch;
  for (int i = 20; i < 60; ++i) EXPECT_EQ(watch.beginsScene(greyOf(renderVideoFrame(video, i))), i == 20) << i;
}

TEST(SceneWatch, SeesOneSceneWhereTheExposureChanges) {
  const cv::Mat grey = greyOf(renderScene(portraits::portraitScene(1, 1, {320, 240})));
  SceneWatch watch;
  watch.beginsScene(grey);
  EXPECT_FALSE(watch.beginsScene(grey * 0.7 + 20));
}

TEST(SceneWatch, SeesACutToAnotherRoom) {
  const portraits::Video here{.people = {1}, .size = {320, 240}, .seed = 1};
  const portraits::Video there{.people = {1}, .size = {320, 240}, .seed = 2};
  SceneWatch watch;
  watch.beginsScene(greyOf(renderVideoFrame(here, 100)));
  EXPECT_TRUE(watch.beginsScene(greyOf(renderVideoFrame(there, 100))));
}

TEST(SceneWatch, SeesACutWhereThePictureHasAnotherSize) {
  SceneWatch watch;
  watch.beginsScene(cv::Mat(240, 320, CV_8UC1, cv::Scalar(90)));
  EXPECT_FALSE(watch.beginsScene(cv::Mat(240, 320, CV_8UC1, cv::Scalar(90))));
  EXPECT_TRUE(watch.beginsScene(cv::Mat(480, 640, CV_8UC1, cv::Scalar(90))));
}

TEST(SceneWatch, SeesACutFromAndToABlackPicture) {
  const cv::Mat grey = greyOf(renderScene(portraits::portraitScene(1, 1, {320, 240})));
  const cv::Mat black(grey.size(), CV_8UC1, cv::Scalar(3));
  cv::Mat noise(grey.size(), CV_8UC1);
  cv::randu(noise, 0, 6);
  SceneWatch watch;
  watch.beginsScene(grey);
  EXPECT_TRUE(watch.beginsScene(black + noise));
  EXPECT_FALSE(watch.beginsScene(black + noise));
  EXPECT_TRUE(watch.beginsScene(grey));
}

TEST(SceneWatch, TakesPicturesOfAnySize) {
  SceneWatch watch;
  for (const cv::Size size : {cv::Size(1, 1), cv::Size(3, 500), cv::Size(33, 2)}) {
    EXPECT_TRUE(watch.beginsScene(cv::Mat::zeros(size, CV_8UC1)));
    EXPECT_FALSE(watch.beginsScene(cv::Mat::zeros(size, CV_8UC1)));
  }
}

}  // namespace
}  // namespace facewire::tracking
