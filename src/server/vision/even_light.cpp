#include "even_light.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <opencv2/core.hpp>

#include "grey_scale.hpp"
#include "picture_memory.hpp"

namespace facewire::vision {
namespace {

constexpr double kGamma = 0.2;
constexpr double kExponent = 0.1;

std::array<float, 256> gammaTable() {
  std::array<float, 256> table{};
  for (std::size_t grey = 0; grey < table.size(); ++grey)
    table[grey] = static_cast<float>(std::pow(static_cast<double>(grey) / 255.0, kGamma));
  return table;
}

/// What a picture is to be multiplied by, so that the mean of these sizes to the power of kExponent is 1. The sizes
/// become those powers: cv::pow's, whose other loops cost as much as its logarithm and its exponential.
float contrastFactor(cv::Mat1f& sizes, cv::Mat1f& logarithms) {
  cv::log(sizes, logarithms);
  float* const logarithm = logarithms[0];
  const std::size_t count = logarithms.total();
  for (std::size_t i = 0; i < count; ++i) logarithm[i] = static_cast<float>(logarithm[i] * kExponent);
  cv::exp(logarithms, sizes);
  const double mean = cv::mean(sizes)[0];
  return mean > 0 ? static_cast<float>(std::pow(mean, -1 / kExponent)) : 1.0F;
}

}  // namespace

void EvenLight::take(const cv::Mat& face, cv::Mat& even) {
  static const std::array<float, 256> kGammaTable = gammaTable();
  static const GreyScale kGreyScale;

  const std::size_t pixels = face.total();
  cv::Mat1f bright = pictureIn(brightMemory_, face.size(), CV_32FC1);
  cv::Mat1f sizes = pictureIn(sizesMemory_, face.size(), CV_32FC1);
  detailMemory_.resize(pixels + GreyScale::kPart);
  levels_.resize(pixels);
  cv::Mat1f details(face.rows, face.cols, detailMemory_.data());
  for (int y = 0; y < face.rows; ++y) {
    const std::uint8_t* const greys = face.ptr(y);
    std::transform(greys, greys + face.cols, bright[y], [&](std::uint8_t grey) { return kGammaTable[grey]; });
  }
  difference_.take(bright, details);

  float* const detail = detailMemory_.data();
  float* const size = sizes[0];
  for (std::size_t i = 0; i < pixels; ++i) size[i] = std::abs(detail[i]);
  const float first = contrastFactor(sizes, bright);
  for (std::size_t i = 0; i < pixels; ++i) {
    detail[i] *= first;
    size[i] = std::min(std::abs(detail[i]), GreyScale::kBound);
  }
  const float second = contrastFactor(sizes, bright);
  kGreyScale.look(detail, pixels, second, levels_.data());
  cv::Mat1b(face.rows, face.cols, levels_.data()).copyTo(even);
}

}  // namespace facewire::vision
