#include "facewire/vision/face_encoder.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <sstream>
#include <stdexcept>

#include "even_light.hpp"
#include "lbp.hpp"

namespace facewire::vision {
namespace {

constexpr int kMaxCellPixels = 255;

void require(bool holds, const std::string& what) {
  if (!holds) throw std::invalid_argument("face encoder: " + what);
}

int checkedCellPixels(int width, int height, const EncoderOptions& options) {
  const int pixels = lbpCellPixels(width, height, options.radius, options.gridX, options.gridY);
  require(pixels >= 1 && pixels <= kMaxCellPixels, "a cell of a " + std::to_string(width) + "x" +
                                                       std::to_string(height) + " face would hold " +
                                                       std::to_string(pixels) + " pixels, but must hold 1 to 255");
  return pixels;
}

int checkedCellPixels(const EncoderOptions& options) {
  require(options.neighbours == 8, "only 8 neighbours are supported, not " + std::to_string(options.neighbours));
  require(options.radius >= 1, "the radius must be at least 1");
  require(options.gridX >= 1 && options.gridY >= 1, "the grid must be at least 1x1");
  require(options.faceScale >= 0.1 && options.faceScale <= 1, "the face scale must be 0.1 to 1");
  require(options.blurSigma >= 0 && options.blurSigma <= 16, "the blur must be 0 to 16 pixels");
  return checkedCellPixels(options.faceSide, options.faceSide, options);
}

std::string describe(const EncoderOptions& options) {
  std::ostringstream id;
  id << "lbph-r" << options.radius << "-n" << options.neighbours << "-g" << options.gridX << 'x' << options.gridY
     << "-s" << options.faceSide;
  if (options.faceScale != 1) id << "-f" << options.faceScale;
  if (options.evenLight) id << "-tt";
  if (options.blurSigma > 0) id << "-b" << options.blurSigma;
  return id.str();
}

/// `scale` of the face about its middle, at least one pixel.
cv::Rect innerPart(const cv::Rect& face, double scale) {
  const int width = std::max(1, static_cast<int>(std::lround(face.width * scale)));
  const int height = std::max(1, static_cast<int>(std::lround(face.height * scale)));
  return {face.x + (face.width - width) / 2, face.y + (face.height - height) / 2, width, height};
}

}  // namespace

EncoderOptions EncoderOptions::opencv() {
  EncoderOptions options;
  options.faceScale = 1;
  options.faceSide = 96;
  options.evenLight = false;
  options.blurSigma = 0;
  options.radius = 1;
  options.gridX = 8;
  options.gridY = 8;
  return options;
}

FaceEncoder::FaceEncoder(const EncoderOptions& options)
    : options_(options), cellPixels_(checkedCellPixels(options)), id_(describe(options)) {}

Descriptor FaceEncoder::encode(const FaceChip& chip) const {
  return encodeNormalised(normalise(chip));
}

cv::Mat FaceEncoder::normalise(const FaceChip& chip) const {
  cv::Mat face = chip.picture(innerPart(chip.face, options_.faceScale));
  if (face.channels() == 3) {
    cv::Mat grey;
    cv::cvtColor(face, grey, cv::COLOR_BGR2GRAY);
    face = grey;
  }
  const int side = options_.faceSide;
  const bool shrinks = face.cols >= side && face.rows >= side;
  cv::Mat normal;
  cv::resize(face, normal, cv::Size(side, side), 0, 0, shrinks ? cv::INTER_AREA : cv::INTER_LINEAR);
  if (options_.evenLight) normal = evenLight(normal);
  if (options_.blurSigma > 0)
    cv::GaussianBlur(normal, normal, cv::Size(), options_.blurSigma, options_.blurSigma, cv::BORDER_REPLICATE);
  return normal;
}

Descriptor FaceEncoder::encodeNormalised(const cv::Mat& face) const {
  checkedCellPixels(face.cols, face.rows, options_);
  Descriptor descriptor;
  appendLbpHistograms(face, options_.radius, options_.gridX, options_.gridY, descriptor.counts);
  return descriptor;
}

}  // namespace facewire::vision
