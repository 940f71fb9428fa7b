#include "face_alignment.hpp"

#include <opencv2/imgproc.hpp>

#include "similarity.hpp"

namespace facewire::vision {
namespace {

constexpr int kSide = 112;
const Landmarks kTemplate{cv::Point2f(38.2946F, 51.6963F), cv::Point2f(73.5318F, 51.5014F),
                          cv::Point2f(56.0252F, 71.7366F), cv::Point2f(41.5493F, 92.3655F),
                          cv::Point2f(70.7299F, 92.2041F)};

}  // namespace

cv::Mat alignFace(const cv::Mat& picture, const Landmarks& landmarks) {
  cv::Mat aligned;
  cv::warpAffine(picture, aligned, fitSimilarity(landmarks, kTemplate).matrix(), {kSide, kSide}, cv::INTER_LINEAR);
  if (aligned.channels() == 1) cv::cvtColor(aligned, aligned, cv::COLOR_GRAY2BGR);
  return aligned;
}

}  // namespace facewire::vision
