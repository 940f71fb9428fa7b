#include "even_light.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace facewire::vision {
namespace {

constexpr double kGamma = 0.2;
constexpr double kInnerSigma = 1.0;
constexpr double kOuterSigma = 2.0;
constexpr double kExponent = 0.1;
constexpr float kBound = 10.0F;

cv::Mat1f gammaTable() {
  cv::Mat1f table(1, 256);
  for (int grey = 0; grey < 256; ++grey) table(grey) = static_cast<float>(std::pow(grey / 255.0, kGamma));
  return table;
}

/// Scales so that the mean of min(|x|, bound)^0.1 is 1. A flat face stays flat.
void equaliseContrast(cv::Mat1f& picture, double bound) {
  cv::Mat1f size;
  cv::absdiff(picture, cv::Scalar::all(0), size);
  cv::min(size, bound, size);
  cv::pow(size, kExponent, size);
  const double mean = cv::mean(size)[0];
  if (mean > 0) picture *= std::pow(mean, -1 / kExponent);
}

}  // namespace

cv::Mat evenLight(const cv::Mat& face) {
  static const cv::Mat1f table = gammaTable();
  cv::Mat1f bright;
  cv::LUT(face, table, bright);
  cv::Mat1f inner;
  cv::Mat1f outer;
  cv::GaussianBlur(bright, inner, cv::Size(), kInnerSigma, kInnerSigma, cv::BORDER_REPLICATE);
  cv::GaussianBlur(bright, outer, cv::Size(), kOuterSigma, kOuterSigma, cv::BORDER_REPLICATE);
  cv::Mat1f detail;
  cv::subtract(inner, outer, detail);
  equaliseContrast(detail, std::numeric_limits<double>::infinity());
  equaliseContrast(detail, kBound);

  cv::Mat1b even(face.size());
  std::transform(detail.begin(), detail.end(), even.begin(), [](float value) {
    return cv::saturate_cast<unsigned char>(127.5F + 127.5F * std::tanh(value / kBound));
  });
  return even;
}

}  // namespace facewire::vision
