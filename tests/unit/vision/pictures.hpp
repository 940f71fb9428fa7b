#pragma once

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace facewire::vision {

inline cv::Mat noise(int width, int height, std::uint64_t seed) {
  cv::Mat picture(height, width, CV_8UC1);
  cv::RNG(seed).fill(picture, cv::RNG::UNIFORM, 0, 256);
  return picture;
}

/// Slow changes with long equal runs, where bilinear samples meet their centre exactly.
inline cv::Mat smooth(int width, int height, std::uint64_t seed) {
  cv::Mat picture = noise(width, height, seed);
  cv::GaussianBlur(picture, picture, cv::Size(), 6);
  return picture;
}

/// Something with the parts of a face where a face has them: enough for histograms, not for a detector.
inline cv::Mat drawnFace(int side, std::uint64_t seed) {
  cv::RNG random(seed);
  cv::Mat picture(side, side, CV_8UC1, cv::Scalar(random.uniform(20, 90)));
  const auto at = [side](double x, double y) { return cv::Point(cvRound(x * side), cvRound(y * side)); };
  const auto size = [side](double x, double y) { return cv::Size(cvRound(x * side), cvRound(y * side)); };
  cv::ellipse(picture, at(0.5, 0.5), size(0.38, 0.48), 0, 0, 360, cv::Scalar(random.uniform(140, 200)), cv::FILLED);
  for (const double x : {0.34, 0.66}) {
    cv::ellipse(picture, at(x, 0.4), size(random.uniform(0.06, 0.1), 0.04), 0, 0, 360, cv::Scalar(60), cv::FILLED);
    cv::line(picture, at(x - 0.1, 0.3), at(x + 0.1, random.uniform(0.26, 0.32)), cv::Scalar(50), 3);
  }
  cv::line(picture, at(0.5, 0.42), at(random.uniform(0.46, 0.54), 0.6), cv::Scalar(110), 3);
  cv::ellipse(picture, at(0.5, 0.75), size(random.uniform(0.1, 0.2), 0.04), 0, 0, 360, cv::Scalar(90), cv::FILLED);
  cv::GaussianBlur(picture, picture, cv::Size(), 1.5);
  cv::Mat grain(picture.size(), CV_8UC1);
  random.fill(grain, cv::RNG::NORMAL, 12, 4);
  picture += grain;
  return picture;
}

/// The folder of real pictures beside the repository, or FACEWIRE_SHARED_DATA; tests that need it skip where it is
/// absent.
inline std::filesystem::path sharedData() {
  if (const char* folder = std::getenv("FACEWIRE_SHARED_DATA")) return folder;
  return FACEWIRE_SOURCE_DIR "/../shared/data";
}

}  // namespace facewire::vision
