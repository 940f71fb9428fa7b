#include <gtest/gtest.h>

#include <opencv2/face.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "portraits/scene.hpp"

namespace facewire::portraits {
namespace {

cv::Mat cropOf(int person, int shot) {
  const Picture picture =
      renderScene(portraitScene(static_cast<std::uint64_t>(person), static_cast<std::uint64_t>(shot), {250, 250}));
  const cv::Rect box = picture.faces.at(0).box & cv::Rect(0, 0, 250, 250);
  cv::Mat grey;
  cv::Mat crop;
  cv::cvtColor(picture.image(box), grey, cv::COLOR_BGR2GRAY);
  cv::resize(grey, crop, {96, 96}, 0, 0, cv::INTER_AREA);
  return crop;
}

TEST(PortraitRecognition, LocalBinaryPatternsTellFortyPeopleApart) {
  constexpr int kPeople = 40;
  constexpr int kSamples = 3;
  std::vector<cv::Mat> samples;
  std::vector<int> labels;
  for (int person = 0; person < kPeople; ++person) {
    for (int shot = 0; shot < kSamples; ++shot) {
      samples.push_back(cropOf(person, shot));
      labels.push_back(person);
    }
  }
  const auto recogniser = cv::face::LBPHFaceRecognizer::create();
  recogniser->train(samples, labels);
  int right = 0;
  for (int person = 0; person < kPeople; ++person) {
    for (int shot = kSamples; shot < 2 * kSamples; ++shot) right += recogniser->predict(cropOf(person, shot)) == person;
  }
  EXPECT_GE(right, 0.8 * kPeople * kSamples);
}

}  // namespace
}  // namespace facewire::portraits
