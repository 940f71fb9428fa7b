#pragma once

#include <opencv2/core/mat.hpp>
#include <opencv2/face/facerec.hpp>
#include <vector>

#include "facewire/vision/descriptor.hpp"

namespace facewire::gallery::test {

inline constexpr int kSide = 96;
inline constexpr int kGrid = 8;
/// OpenCV's LBP picture of radius 1 is two pixels smaller, and its cells are whole pixels.
inline constexpr int kCellPixels = ((kSide - 2) / kGrid) * ((kSide - 2) / kGrid);

/// Smooth noise, kSide x kSide, 8-bit grey: blurred enough that its LBP histograms are as uneven as a face's.
cv::Mat smoothPicture(std::uint64_t seed);

/// `base` with a little noise of another seed: another picture of the same person, so to speak.
cv::Mat variantOf(const cv::Mat& base, std::uint64_t seed);

/// OpenCV's own histograms of its training pictures, in counts.
std::vector<vision::Descriptor> descriptorsOf(const cv::face::LBPHFaceRecognizer& trained);

/// A recogniser with OpenCV's defaults (radius 1, 8 neighbours, 8 x 8 cells), picture i trained as `labels[i]`.
cv::Ptr<cv::face::LBPHFaceRecognizer> train(const std::vector<cv::Mat>& pictures, const std::vector<int>& labels);

/// The descriptor of one picture, through OpenCV.
vision::Descriptor descriptorOf(const cv::Mat& picture);

}  // namespace facewire::gallery::test
