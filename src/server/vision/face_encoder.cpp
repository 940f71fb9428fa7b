#include "facewire/vision/face_encoder.hpp"

#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

namespace facewire::vision {

FaceEncoder::FaceEncoder(const EncoderOptions& options) : options_(options) {
  id_ = "lbph-r" + std::to_string(options.radius) + "-n8-g" + std::to_string(options.gridX) + "x" +
        std::to_string(options.gridY) + "-s" + std::to_string(options.faceSide);
  if (cellPixels() < 1 || cellPixels() > 255 || options.neighbours != 8) throw std::invalid_argument("encoder " + id_);
}

int FaceEncoder::cellPixels() const {
  const int side = options_.faceSide - 2 * options_.radius;
  return (side / options_.gridX) * (side / options_.gridY);
}

Descriptor FaceEncoder::encode(const FaceChip& chip) const {
  cv::Mat grey;
  if (chip.picture.channels() == 3) {
    cv::cvtColor(chip.picture(chip.face), grey, cv::COLOR_BGR2GRAY);
  } else {
    grey = chip.picture(chip.face);
  }
  cv::Mat face;
  const bool shrinks = grey.cols > options_.faceSide;
  cv::resize(grey, face, {options_.faceSide, options_.faceSide}, 0, 0, shrinks ? cv::INTER_AREA : cv::INTER_LINEAR);
  return encodeNormalised(face);
}

Descriptor FaceEncoder::encodeNormalised(const cv::Mat& face) const {
  const int r = options_.radius;
  const int width = face.cols - 2 * r;
  const int height = face.rows - 2 * r;
  const int cellWidth = width / options_.gridX;
  const int cellHeight = height / options_.gridY;
  cv::Mat codes = cv::Mat::zeros(height, width, CV_8UC1);
  for (int n = 0; n < 8; ++n) {
    const float x = static_cast<float>(r * std::cos(2.0 * CV_PI * n / 8.0));
    const float y = static_cast<float>(-r * std::sin(2.0 * CV_PI * n / 8.0));
    const int fx = static_cast<int>(std::floor(x)), fy = static_cast<int>(std::floor(y));
    const int cx = static_cast<int>(std::ceil(x)), cy = static_cast<int>(std::ceil(y));
    const float ty = y - static_cast<float>(fy), tx = x - static_cast<float>(fx);
    const float w1 = (1 - tx) * (1 - ty), w2 = tx * (1 - ty), w3 = (1 - tx) * ty, w4 = tx * ty;
    for (int i = 0; i < height; ++i) {
      for (int j = 0; j < width; ++j) {
        const auto at = [&](int dy, int dx) { return static_cast<float>(face.at<uchar>(i + r + dy, j + r + dx)); };
        const float t = w1 * at(fy, fx) + w2 * at(fy, cx) + w3 * at(cy, fx) + w4 * at(cy, cx);
        const float centre = at(0, 0);
        if (t > centre || std::abs(t - centre) < std::numeric_limits<float>::epsilon()) {
          codes.at<uchar>(i, j) = static_cast<uchar>(codes.at<uchar>(i, j) + (1 << n));
        }
      }
    }
  }
  Descriptor descriptor;
  descriptor.counts.resize(static_cast<std::size_t>(options_.gridX * options_.gridY) * 256);
  for (int i = 0; i < cellHeight * options_.gridY; ++i) {
    for (int j = 0; j < cellWidth * options_.gridX; ++j) {
      const auto cell = static_cast<std::size_t>((i / cellHeight) * options_.gridX + j / cellWidth);
      ++descriptor.counts[cell * 256 + codes.at<uchar>(i, j)];
    }
  }
  return descriptor;
}

}  // namespace facewire::vision
