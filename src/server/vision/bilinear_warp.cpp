#include "bilinear_warp.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "bilinear_warp.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <cassert>
#include <cstring>
#include <opencv2/core.hpp>

#ifndef FACEWIRE_BILINEAR_WARP_TYPES
#define FACEWIRE_BILINEAR_WARP_TYPES
namespace facewire::vision {

/// OpenCV reckons places in 1024ths of a pixel and takes pixels by 32nds.
inline constexpr int kPlaceBits = 10;
inline constexpr int kPartBits = 5;

/// A row's places in the old picture.
struct WarpPlaces {
  std::size_t count;  ///< whole vectors
  const std::int32_t* across;
  const std::int32_t* down;
  int left;  ///< where the row begins, in 1024ths of a pixel
  int top;
  int width;  ///< of the old picture
  int height;
  int stride;  ///< of the framed one
};

}  // namespace facewire::vision
#endif

HWY_BEFORE_NAMESPACE();
namespace facewire::vision::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using Ints = hn::ScalableTag<std::int32_t>;

void findPlaces(const WarpPlaces& places, std::int32_t* HWY_RESTRICT offsets, std::int32_t* HWY_RESTRICT right,
                std::int32_t* HWY_RESTRICT below) {
  const Ints d;
  const auto least = hn::Set(d, -1);
  const auto parts = hn::Set(d, (1 << kPartBits) - 1);
  for (std::size_t i = 0; i < places.count; i += hn::Lanes(d)) {
    const auto x =
        hn::ShiftRight<kPlaceBits - kPartBits>(hn::Add(hn::Set(d, places.left), hn::LoadU(d, places.across + i)));
    const auto y =
        hn::ShiftRight<kPlaceBits - kPartBits>(hn::Add(hn::Set(d, places.top), hn::LoadU(d, places.down + i)));
    hn::StoreU(hn::And(x, parts), d, right + i);
    hn::StoreU(hn::And(y, parts), d, below + i);
    // Outside the picture both neighbours are its edge: one of them is in the frame.
    const auto column = hn::Min(hn::Max(hn::ShiftRight<kPartBits>(x), least), hn::Set(d, places.width - 1));
    const auto row = hn::Min(hn::Max(hn::ShiftRight<kPartBits>(y), least), hn::Set(d, places.height - 1));
    hn::StoreU(hn::Add(hn::Mul(row, hn::Set(d, places.stride)), column), d, offsets + i);
  }
}

/// Mixes the four pixels about each place; each pair has its left one in the lower byte.
void mix(std::size_t count, const std::uint16_t* HWY_RESTRICT upper, const std::uint16_t* HWY_RESTRICT lower,
         const std::int32_t* HWY_RESTRICT right, const std::int32_t* HWY_RESTRICT below,
         std::uint8_t* HWY_RESTRICT mixed) {
  const Ints d;
  const hn::Rebind<std::uint16_t, Ints> du16;
  const hn::Rebind<std::uint8_t, Ints> du8;
  const auto byte = hn::Set(d, 255);
  for (std::size_t i = 0; i < count; i += hn::Lanes(d)) {
    const auto x = hn::LoadU(d, right + i);
    const auto mixPair = [&](const std::uint16_t* pairs) {
      const auto pair = hn::PromoteTo(d, hn::LoadU(du16, pairs + i));
      const auto left = hn::And(pair, byte);
      return hn::Add(hn::ShiftLeft<kPartBits>(left), hn::Mul(x, hn::Sub(hn::ShiftRight<8>(pair), left)));
    };
    const auto above = mixPair(upper);
    const auto sum =
        hn::Add(hn::ShiftLeft<kPartBits>(above), hn::Mul(hn::LoadU(d, below + i), hn::Sub(mixPair(lower), above)));
    const auto rounded = hn::ShiftRight<2 * kPartBits>(hn::Add(sum, hn::Set(d, 1 << (2 * kPartBits - 1))));
    hn::StoreU(hn::DemoteTo(du8, rounded), du8, mixed + i);
  }
}

}  // namespace
}  // namespace facewire::vision::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace facewire::vision {
namespace {

HWY_EXPORT(findPlaces);
HWY_EXPORT(mix);

/// A vector of the widest processor: rows are made in whole vectors.
constexpr std::size_t kVector = 64;

int placeOf(double pixels) {
  return cv::saturate_cast<int>(pixels * (1 << kPlaceBits));
}

}  // namespace

void BilinearWarp::take(const cv::Mat& framed, const cv::Matx23d& back, cv::Mat& warped) {
  assert(framed.type() == CV_8UC1 && warped.type() == CV_8UC1);
  const auto width = static_cast<std::size_t>(warped.cols);
  const std::size_t count = (width + kVector - 1) / kVector * kVector;
  across_.assign(count, 0);
  down_.assign(count, 0);
  offsets_.resize(count);
  right_.resize(count);
  below_.resize(count);
  upper_.resize(count);
  lower_.resize(count);
  row_.resize(count);
  for (int x = 0; x < warped.cols; ++x) {
    across_[static_cast<std::size_t>(x)] = placeOf(back(0, 0) * x);
    down_[static_cast<std::size_t>(x)] = placeOf(back(1, 0) * x);
  }

  constexpr int kHalfPart = 1 << (kPlaceBits - kPartBits - 1);
  const std::uint8_t* const first = framed.ptr(1) + 1;
  const auto stride = static_cast<std::ptrdiff_t>(framed.step);
  for (int y = 0; y < warped.rows; ++y) {
    const WarpPlaces places{.count = count,
                            .across = across_.data(),
                            .down = down_.data(),
                            .left = placeOf(back(0, 1) * y + back(0, 2)) + kHalfPart,
                            .top = placeOf(back(1, 1) * y + back(1, 2)) + kHalfPart,
                            .width = framed.cols - 2,
                            .height = framed.rows - 2,
                            .stride = static_cast<int>(stride)};
    HWY_DYNAMIC_DISPATCH(findPlaces)(places, offsets_.data(), right_.data(), below_.data());
    for (std::size_t x = 0; x < width; ++x) {
      const std::uint8_t* const pixel = first + offsets_[x];
      upper_[x] = static_cast<std::uint16_t>(pixel[0] | pixel[1] << 8);
      lower_[x] = static_cast<std::uint16_t>(pixel[stride] | pixel[stride + 1] << 8);
    }
    HWY_DYNAMIC_DISPATCH(mix)(count, upper_.data(), lower_.data(), right_.data(), below_.data(), row_.data());
    std::memcpy(warped.ptr(y), row_.data(), width);
  }
}

}  // namespace facewire::vision
#endif
