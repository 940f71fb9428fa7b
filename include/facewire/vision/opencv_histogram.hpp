#pragma once

#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <string>
#include <vector>

#include "facewire/base/result.hpp"

namespace facewire::vision {

/// How cv::face::LBPHFaceRecognizer is set, with the eight neighbours that it has by default.
struct OpenCvSettings {
  int radius = 1;
  int gridX = 8;
  int gridY = 8;
  friend bool operator==(const OpenCvSettings&, const OpenCvSettings&) = default;
};

/// A face as cv::face::LBPHFaceRecognizer keeps it, and nothing of its picture: for each cell, row by row, what share
/// of its pixels has each of the 256 patterns.
struct OpenCvHistogram {
  OpenCvSettings settings;
  std::vector<float> shares;
  friend bool operator==(const OpenCvHistogram&, const OpenCvHistogram&) = default;
};

/// Whether these can be a face's histograms. Errors: `invalidInput`, saying what is wrong: settings out of range, a
/// number of shares that is not theirs, shares that are no numbers from 0 to 1, a cell whose shares do not sum to 1.
Result<void> expectValid(const OpenCvHistogram& histogram);

/// The pixels of a cell of the picture that the histograms were taken from: the least number of which all shares are
/// whole parts, within what a float holds. 0 where there is none under 65,536.
int cellPixelsOf(const OpenCvHistogram& histogram);

/// The sizes that the picture of a face may have had whose cells have so many pixels, or about so many; square where
/// that goes. What is left over beside whole cells is unknown, and these are a quarter of a cell's worth of pixels
/// apart, for two pixels are seen in the distance. Precondition: 1 to 65,535 pixels.
std::vector<cv::Size> pictureSizesFor(const OpenCvSettings& settings, int cellPixels);

/// A face as a program with OpenCV would cut it: CV_8UC1 of that size. `picture`: CV_8UC1 or CV_8UC3 (BGR); `face` is
/// inside it, and not empty.
cv::Mat cutForOpenCv(const cv::Mat& picture, const cv::Rect& face, cv::Size size);

/// The very numbers that cv::face::LBPHFaceRecognizer has for the picture, CV_8UC1. Throws std::invalid_argument where
/// its cells hold no pixels, or more than 65,535.
OpenCvHistogram takeOpenCvHistogram(const cv::Mat& face, const OpenCvSettings& settings);

}  // namespace facewire::vision
