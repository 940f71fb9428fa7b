#include "lbph_pictures.hpp"

#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace facewire::gallery::test {

cv::Mat smoothPicture(std::uint64_t seed) {
  cv::RNG random(seed * 2654435761U + 17);
  cv::Mat noise(kSide, kSide, CV_32F);
  random.fill(noise, cv::RNG::NORMAL, 0, 1);
  cv::Mat coarse;
  cv::GaussianBlur(noise, coarse, {}, 6);
  cv::GaussianBlur(noise, noise, {}, 1.2);
  noise = noise + 6 * coarse;
  cv::normalize(noise, noise, 20, 235, cv::NORM_MINMAX);
  cv::Mat grey;
  noise.convertTo(grey, CV_8U);
  return grey;
}

cv::Mat variantOf(const cv::Mat& base, std::uint64_t seed) {
  cv::Mat mixed;
  cv::addWeighted(base, 0.85, smoothPicture(seed), 0.15, 0, mixed);
  return mixed;
}

std::vector<vision::Descriptor> descriptorsOf(const cv::face::LBPHFaceRecognizer& trained) {
  std::vector<vision::Descriptor> descriptors;
  for (const cv::Mat& histogram : trained.getHistograms()) {
    vision::Descriptor& descriptor = descriptors.emplace_back();
    for (const float share : cv::Mat_<float>(histogram)) {
      descriptor.counts.push_back(static_cast<std::uint8_t>(std::lround(share * kCellPixels)));
    }
  }
  return descriptors;
}

cv::Ptr<cv::face::LBPHFaceRecognizer> train(const std::vector<cv::Mat>& pictures, const std::vector<int>& labels) {
  auto recogniser = cv::face::LBPHFaceRecognizer::create(1, 8, kGrid, kGrid);
  recogniser->train(pictures, labels);
  return recogniser;
}

vision::Descriptor descriptorOf(const cv::Mat& picture) {
  return descriptorsOf(*train({picture}, {0})).front();
}

}  // namespace facewire::gallery::test
