#include "facewire/vision/gaussian_difference.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "gaussian_difference.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "picture_memory.hpp"

HWY_BEFORE_NAMESPACE();
namespace facewire::vision::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

/// Whether this target's multiply-adds are fused, as OpenCV's then are.
bool fuses() {
  return HWY_NATIVE_FMA != 0;
}

constexpr std::ptrdiff_t kNarrow = GaussianDifference::kNarrowReach;
constexpr std::ptrdiff_t kWide = GaussianDifference::kWideReach;

/// Blurs a row along itself. `row` is its first pixel, with a border of the wider kernel's reach on either side; the
/// taps are added from the left, as OpenCV does.
void blurRow(const float* HWY_RESTRICT row, std::size_t width, const float* HWY_RESTRICT narrow,
             const float* HWY_RESTRICT wide, float* HWY_RESTRICT narrowRow, float* HWY_RESTRICT wideRow) {
  const hn::ScalableTag<float> d;
  for (std::size_t x = 0; x < width; x += hn::Lanes(d)) {
    auto wideSum = hn::Mul(hn::LoadU(d, row + x - kWide), hn::Set(d, wide[kWide]));
    auto narrowSum = hn::Zero(d);
    HWY_UNROLL(16)
    for (std::ptrdiff_t tap = 1 - kWide; tap <= kWide; ++tap) {
      const std::ptrdiff_t distance = tap < 0 ? -tap : tap;
      const auto pixels = hn::LoadU(d, row + x + tap);
      wideSum = hn::MulAdd(pixels, hn::Set(d, wide[distance]), wideSum);
      if (distance <= kNarrow) narrowSum = hn::MulAdd(pixels, hn::Set(d, narrow[distance]), narrowSum);
    }
    hn::StoreU(narrowSum, d, narrowRow + x);
    hn::StoreU(wideSum, d, wideRow + x);
  }
}

/// Blurs down the columns, from the middle outwards, as OpenCV does, and takes the difference. Each row of `narrowRows`
/// and `wideRows` is one that blurRow made, by its distance from the middle, above and below.
void blurDown(const float* const* narrowRows, const float* HWY_RESTRICT narrow, const float* const* wideRows,
              const float* HWY_RESTRICT wide, std::size_t width, float* HWY_RESTRICT difference) {
  const hn::ScalableTag<float> d;
  for (std::size_t x = 0; x < width; x += hn::Lanes(d)) {
    auto wideSum = hn::Mul(hn::LoadU(d, wideRows[0] + x), hn::Set(d, wide[0]));
    auto narrowSum = hn::Mul(hn::LoadU(d, narrowRows[0] + x), hn::Set(d, narrow[0]));
    HWY_UNROLL(8)
    for (std::ptrdiff_t tap = 1; tap <= kWide; ++tap) {
      const auto both = hn::Add(hn::LoadU(d, wideRows[tap] + x), hn::LoadU(d, wideRows[-tap] + x));
      wideSum = hn::MulAdd(both, hn::Set(d, wide[tap]), wideSum);
    }
    HWY_UNROLL(4)
    for (std::ptrdiff_t tap = 1; tap <= kNarrow; ++tap) {
      const auto both = hn::Add(hn::LoadU(d, narrowRows[tap] + x), hn::LoadU(d, narrowRows[-tap] + x));
      narrowSum = hn::MulAdd(both, hn::Set(d, narrow[tap]), narrowSum);
    }
    hn::StoreU(hn::Sub(narrowSum, wideSum), d, difference + x);
  }
}

/// The narrower kernel of blurRow alone.
void blurRowNarrowly(const float* HWY_RESTRICT row, std::size_t width, const float* HWY_RESTRICT narrow,
                     float* HWY_RESTRICT narrowRow) {
  const hn::ScalableTag<float> d;
  for (std::size_t x = 0; x < width; x += hn::Lanes(d)) {
    auto sum = hn::Mul(hn::LoadU(d, row + x - kNarrow), hn::Set(d, narrow[kNarrow]));
    HWY_UNROLL(8)
    for (std::ptrdiff_t tap = 1 - kNarrow; tap <= kNarrow; ++tap)
      sum = hn::MulAdd(hn::LoadU(d, row + x + tap), hn::Set(d, narrow[tap < 0 ? -tap : tap]), sum);
    hn::StoreU(sum, d, narrowRow + x);
  }
}

/// The narrower kernel of blurDown alone.
void blurDownNarrowly(const float* const* rows, const float* HWY_RESTRICT narrow, std::size_t width,
                      float* HWY_RESTRICT blurred) {
  const hn::ScalableTag<float> d;
  for (std::size_t x = 0; x < width; x += hn::Lanes(d)) {
    auto sum = hn::Mul(hn::LoadU(d, rows[0] + x), hn::Set(d, narrow[0]));
    HWY_UNROLL(4)
    for (std::ptrdiff_t tap = 1; tap <= kNarrow; ++tap) {
      const auto both = hn::Add(hn::LoadU(d, rows[tap] + x), hn::LoadU(d, rows[-tap] + x));
      sum = hn::MulAdd(both, hn::Set(d, narrow[tap]), sum);
    }
    hn::StoreU(sum, d, blurred + x);
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
HWY_EXPORT(blurRowNarrowly);
HWY_EXPORT(blurDownNarrowly);

/// A vector of the widest processor, and more: rows are made in whole vectors, over their ends, and begin where a
/// vector may.
constexpr int kSlack = 64;

/// Whether OpenCV fuses, which on x86 it does in its code for AVX2.
bool openCvFuses() {
#if HWY_ARCH_X86
  return cv::checkHardwareSupport(CV_CPU_AVX2);
#else
  return true;
#endif
}

/// Whether this blurs as OpenCV does, which does not blur along an axis that is one pixel long.
bool isOurs(const cv::Mat& picture) {
  return HWY_DYNAMIC_DISPATCH(fuses)() && openCvFuses() && picture.rows > 1 && picture.cols > 1;
}

/// The row of that number, or the outermost on its side.
float* rowOf(cv::Mat1f& rows, std::ptrdiff_t y) {
  return rows[static_cast<int>(std::clamp<std::ptrdiff_t>(y, 0, rows.rows - 1))];
}

/// As cv::GaussianBlur makes it for floats: the taps from the middle outwards.
template <std::size_t kTaps>
std::array<float, kTaps> halfKernel(double sigma) {
  const int size = cvRound(sigma * 4 * 2 + 1) | 1;
  const cv::Mat1f kernel = cv::getGaussianKernel(size, sigma, CV_32F);
  CV_Assert(size == 2 * static_cast<int>(kTaps) - 1);
  std::array<float, kTaps> half{};
  std::copy(kernel.begin() + size / 2, kernel.end(), half.begin());
  return half;
}

}  // namespace

GaussianDifference::GaussianDifference()
    : narrow_(halfKernel<kNarrowReach + 1>(kNarrowSigma)), wide_(halfKernel<kWideReach + 1>(kWideSigma)) {}

void GaussianDifference::take(const cv::Mat& picture, cv::Mat& difference) {
  if (!isOurs(picture)) {
    cv::Mat narrow;
    cv::Mat wide;
    cv::GaussianBlur(picture, narrow, cv::Size(), kNarrowSigma, kNarrowSigma, cv::BORDER_REPLICATE);
    cv::GaussianBlur(picture, wide, cv::Size(), kWideSigma, kWideSigma, cv::BORDER_REPLICATE);
    cv::subtract(narrow, wide, difference);
    return;
  }
  const auto width = static_cast<std::size_t>(picture.cols);
  makeRoom(picture.size());
  wideRows_ = pictureIn(wideMemory_, narrowRows_.size(), CV_32FC1);
  for (int y = 0; y < picture.rows; ++y) {
    HWY_DYNAMIC_DISPATCH(blurRow)
    (bordered(picture.ptr<float>(y), width), width, narrow_.data(), wide_.data(), rowOf(narrowRows_, y),
     rowOf(wideRows_, y));
  }
  std::array<const float*, 2 * kNarrowReach + 1> narrowTaps{};
  std::array<const float*, 2 * kWideReach + 1> wideTaps{};
  for (int y = 0; y < picture.rows; ++y) {
    for (std::ptrdiff_t tap = -kNarrowReach; tap <= kNarrowReach; ++tap)
      narrowTaps[static_cast<std::size_t>(kNarrowReach + tap)] = rowOf(narrowRows_, y + tap);
    for (std::ptrdiff_t tap = -kWideReach; tap <= kWideReach; ++tap)
      wideTaps[static_cast<std::size_t>(kWideReach + tap)] = rowOf(wideRows_, y + tap);
    HWY_DYNAMIC_DISPATCH(blurDown)
    (narrowTaps.data() + kNarrowReach, narrow_.data(), wideTaps.data() + kWideReach, wide_.data(), width, made_[0]);
    std::memcpy(difference.ptr(y), made_[0], width * sizeof(float));
  }
}

void GaussianDifference::blurNarrowly(const cv::Mat& picture, cv::Mat& blurred) {
  if (!isOurs(picture)) {
    cv::GaussianBlur(picture, blurred, cv::Size(), kNarrowSigma, kNarrowSigma, cv::BORDER_REPLICATE);
    return;
  }
  const auto width = static_cast<std::size_t>(picture.cols);
  makeRoom(picture.size());
  for (int y = 0; y < picture.rows; ++y) {
    HWY_DYNAMIC_DISPATCH(blurRowNarrowly)
    (bordered(picture.ptr<float>(y), width), width, narrow_.data(), rowOf(narrowRows_, y));
  }
  std::array<const float*, 2 * kNarrowReach + 1> taps{};
  for (int y = 0; y < picture.rows; ++y) {
    for (std::ptrdiff_t tap = -kNarrowReach; tap <= kNarrowReach; ++tap)
      taps[static_cast<std::size_t>(kNarrowReach + tap)] = rowOf(narrowRows_, y + tap);
    HWY_DYNAMIC_DISPATCH(blurDownNarrowly)(taps.data() + kNarrowReach, narrow_.data(), width, made_[0]);
    std::memcpy(blurred.ptr(y), made_[0], width * sizeof(float));
  }
}

void GaussianDifference::makeRoom(cv::Size size) {
  const int stride = (size.width / kSlack + 2) * kSlack;
  row_ = pictureIn(rowMemory_, {stride, 1}, CV_32FC1);
  narrowRows_ = pictureIn(narrowMemory_, {stride, size.height}, CV_32FC1);
  made_ = pictureIn(madeMemory_, {stride, 1}, CV_32FC1);
}

const float* GaussianDifference::bordered(const float* pixels, std::size_t width) {
  float* const first = row_[0] + kWideReach;
  std::fill(row_[0], first, pixels[0]);
  std::copy(pixels, pixels + width, first);
  std::fill(first + width, first + width + kWideReach, pixels[width - 1]);
  return first;
}

}  // namespace facewire::vision
#endif
