#include "gaussian_difference.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "gaussian_difference.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <cassert>
#include <cstring>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

HWY_BEFORE_NAMESPACE();
namespace facewire::vision::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

/// Whether this target's multiply-adds are fused, as OpenCV's then are.
bool fuses() {
  return HWY_NATIVE_FMA != 0;
}

/// Blurs a row along itself. `row` is its first pixel, with a border of the wider kernel's reach on either side; the
/// taps are added from the left, as OpenCV does.
void blurRow(const float* HWY_RESTRICT row, std::size_t width, const float* HWY_RESTRICT narrow,
             std::ptrdiff_t narrowReach, const float* HWY_RESTRICT wide, std::ptrdiff_t wideReach,
             float* HWY_RESTRICT narrowRow, float* HWY_RESTRICT wideRow) {
  const hn::ScalableTag<float> d;
  for (std::size_t x = 0; x < width; x += hn::Lanes(d)) {
    const float* const at = row + x;
    auto wideSum = hn::Mul(hn::LoadU(d, at - wideReach), hn::Set(d, wide[wideReach]));
    for (std::ptrdiff_t tap = 1 - wideReach; tap < -narrowReach; ++tap)
      wideSum = hn::MulAdd(hn::LoadU(d, at + tap), hn::Set(d, wide[-tap]), wideSum);
    const auto first = hn::LoadU(d, at - narrowReach);
    wideSum = hn::MulAdd(first, hn::Set(d, wide[narrowReach]), wideSum);
    auto narrowSum = hn::Mul(first, hn::Set(d, narrow[narrowReach]));
    for (std::ptrdiff_t tap = 1 - narrowReach; tap <= narrowReach; ++tap) {
      const auto pixels = hn::LoadU(d, at + tap);
      const std::ptrdiff_t distance = tap < 0 ? -tap : tap;
      wideSum = hn::MulAdd(pixels, hn::Set(d, wide[distance]), wideSum);
      narrowSum = hn::MulAdd(pixels, hn::Set(d, narrow[distance]), narrowSum);
    }
    for (std::ptrdiff_t tap = narrowReach + 1; tap <= wideReach; ++tap)
      wideSum = hn::MulAdd(hn::LoadU(d, at + tap), hn::Set(d, wide[tap]), wideSum);
    hn::StoreU(narrowSum, d, narrowRow + x);
    hn::StoreU(wideSum, d, wideRow + x);
  }
}

/// Blurs down the columns, from the middle outwards, as OpenCV does, and takes the difference. Each row of `narrowRows`
/// and `wideRows` is one that the other blur made, by its distance from the middle, above and below.
void blurDown(const float* const* narrowRows, const float* HWY_RESTRICT narrow, std::ptrdiff_t narrowReach,
              const float* const* wideRows, const float* HWY_RESTRICT wide, std::ptrdiff_t wideReach, std::size_t width,
              float* HWY_RESTRICT difference) {
  const hn::ScalableTag<float> d;
  const auto blur = [&](const float* const* rows, const float* kernel, std::ptrdiff_t reach, std::size_t x) {
    auto sum = hn::Mul(hn::LoadU(d, rows[0] + x), hn::Set(d, kernel[0]));
    for (std::ptrdiff_t tap = 1; tap <= reach; ++tap) {
      const auto both = hn::Add(hn::LoadU(d, rows[tap] + x), hn::LoadU(d, rows[-tap] + x));
      sum = hn::MulAdd(both, hn::Set(d, kernel[tap]), sum);
    }
    return sum;
  };
  for (std::size_t x = 0; x < width; x += hn::Lanes(d)) {
    hn::StoreU(hn::Sub(blur(narrowRows, narrow, narrowReach, x), blur(wideRows, wide, wideReach, x)), d,
               difference + x);
  }
}

}  // namespace
}  // namespace facewire::vision::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace facewire::vision {
namespace {

HWY_EXPORT(fuses);
HWY_EXPORT(blurRow);
HWY_EXPORT(blurDown);

/// More than a vector of any processor: rows are made in whole vectors, over their ends.
constexpr std::size_t kSlack = 64;

/// As cv::GaussianBlur makes it for floats: the taps from the middle outwards.
std::vector<float> halfKernel(double sigma) {
  const int size = cvRound(sigma * 4 * 2 + 1) | 1;
  const cv::Mat1f kernel = cv::getGaussianKernel(size, sigma, CV_32F);
  return {kernel.begin() + size / 2, kernel.end()};
}

std::ptrdiff_t reachOf(const std::vector<float>& halfKernel) {
  return static_cast<std::ptrdiff_t>(halfKernel.size()) - 1;
}

}  // namespace

GaussianDifference::GaussianDifference(double narrow, double wide)
    : narrow_(narrow), wide_(wide), narrowKernel_(halfKernel(narrow)), wideKernel_(halfKernel(wide)) {
  assert(narrow < wide);
}

void GaussianDifference::take(const cv::Mat& picture, cv::Mat& difference) {
  if (!HWY_DYNAMIC_DISPATCH(fuses)()) {
    cv::Mat inner;
    cv::Mat outer;
    cv::GaussianBlur(picture, inner, cv::Size(), narrow_, narrow_, cv::BORDER_REPLICATE);
    cv::GaussianBlur(picture, outer, cv::Size(), wide_, wide_, cv::BORDER_REPLICATE);
    cv::subtract(inner, outer, difference);
    return;
  }
  const std::ptrdiff_t narrowReach = reachOf(narrowKernel_);
  const std::ptrdiff_t wideReach = reachOf(wideKernel_);
  const auto width = static_cast<std::size_t>(picture.cols);
  const std::size_t stride = width + kSlack;
  row_.resize(stride + 2 * static_cast<std::size_t>(wideReach));
  narrowRows_.resize(stride * static_cast<std::size_t>(picture.rows));
  wideRows_.resize(narrowRows_.size());
  made_.resize(stride);
  const auto rowOf = [&](const std::vector<float>& rows, std::ptrdiff_t y) {
    return rows.data() + static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(y, 0, picture.rows - 1)) * stride;
  };

  for (int y = 0; y < picture.rows; ++y) {
    const float* const pixels = picture.ptr<float>(y);
    float* const first = row_.data() + wideReach;
    std::fill(row_.data(), first, pixels[0]);
    std::copy(pixels, pixels + width, first);
    std::fill(first + width, first + width + wideReach, pixels[width - 1]);
    HWY_DYNAMIC_DISPATCH(blurRow)
    (first, width, narrowKernel_.data(), narrowReach, wideKernel_.data(), wideReach,
     narrowRows_.data() + static_cast<std::size_t>(y) * stride, wideRows_.data() + static_cast<std::size_t>(y) * stride);
  }
  std::vector<const float*> narrowTaps(static_cast<std::size_t>(2 * narrowReach + 1));
  std::vector<const float*> wideTaps(static_cast<std::size_t>(2 * wideReach + 1));
  for (int y = 0; y < picture.rows; ++y) {
    const float** const narrowMiddle = narrowTaps.data() + narrowReach;
    const float** const wideMiddle = wideTaps.data() + wideReach;
    for (std::ptrdiff_t tap = -wideReach; tap <= wideReach; ++tap) {
      wideMiddle[tap] = rowOf(wideRows_, y + tap);
      if (std::abs(tap) <= narrowReach) narrowMiddle[tap] = rowOf(narrowRows_, y + tap);
    }
    HWY_DYNAMIC_DISPATCH(blurDown)
    (narrowMiddle, narrowKernel_.data(), narrowReach, wideMiddle, wideKernel_.data(), wideReach, width, made_.data());
    std::memcpy(difference.ptr(y), made_.data(), width * sizeof(float));
  }
}

}  // namespace facewire::vision
#endif
