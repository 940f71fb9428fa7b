#include "area_shrink.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "area_shrink.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <opencv2/imgproc.hpp>
#include <utility>

#ifndef FACEWIRE_AREA_SHRINK_TYPES
#define FACEWIRE_AREA_SHRINK_TYPES
namespace facewire::vision {

/// Rows that are shrunk across at a time, one a lane.
inline constexpr std::size_t kStrip = 8;
/// Old columns turned at a time.
inline constexpr std::size_t kTurned = 16;
/// New columns made at a time; also what rows of floats are padded to.
inline constexpr std::size_t kMade = 16;

}  // namespace facewire::vision
#endif

HWY_BEFORE_NAMESPACE();
namespace facewire::vision::HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_SCALAR

/// One lane turns no matrices: OpenCV's own is as good.
bool shrink(const cv::Mat& /*picture*/, AreaBuffers& /*buffers*/, cv::Mat& /*shrunk*/) {
  return false;
}

#else

namespace hn = hwy::HWY_NAMESPACE;

/// Eight rows' sixteen pixels, one column's eight after the other's: three perfect shuffles turn the matrix.
void turn(const std::array<const std::uint8_t*, kStrip>& rows, std::size_t x, float* HWY_RESTRICT columns) {
  const hn::FixedTag<std::uint8_t, kTurned> d8;
  auto a0 = hn::LoadU(d8, rows[0] + x), a1 = hn::LoadU(d8, rows[1] + x);
  auto a2 = hn::LoadU(d8, rows[2] + x), a3 = hn::LoadU(d8, rows[3] + x);
  auto a4 = hn::LoadU(d8, rows[4] + x), a5 = hn::LoadU(d8, rows[5] + x);
  auto a6 = hn::LoadU(d8, rows[6] + x), a7 = hn::LoadU(d8, rows[7] + x);
  for (int shuffle = 0; shuffle < 3; ++shuffle) {
    const auto b0 = hn::InterleaveLower(d8, a0, a4), b1 = hn::InterleaveUpper(d8, a0, a4);
    const auto b2 = hn::InterleaveLower(d8, a1, a5), b3 = hn::InterleaveUpper(d8, a1, a5);
    const auto b4 = hn::InterleaveLower(d8, a2, a6), b5 = hn::InterleaveUpper(d8, a2, a6);
    const auto b6 = hn::InterleaveLower(d8, a3, a7), b7 = hn::InterleaveUpper(d8, a3, a7);
    a0 = b0, a1 = b1, a2 = b2, a3 = b3, a4 = b4, a5 = b5, a6 = b6, a7 = b7;
  }
  HWY_ALIGN std::uint8_t turned[kTurned * kStrip];
  hn::Store(a0, d8, turned), hn::Store(a1, d8, turned + 16);
  hn::Store(a2, d8, turned + 32), hn::Store(a3, d8, turned + 48);
  hn::Store(a4, d8, turned + 64), hn::Store(a5, d8, turned + 80);
  hn::Store(a6, d8, turned + 96), hn::Store(a7, d8, turned + 112);
  const hn::ScalableTag<float> d;
  const hn::Rebind<std::int32_t, decltype(d)> di;
  const hn::Rebind<std::uint8_t, decltype(d)> du;
  for (std::size_t i = 0; i < kTurned * kStrip; i += hn::Lanes(d))
    hn::StoreU(hn::ConvertTo(d, hn::PromoteTo(di, hn::LoadU(du, turned + i))), d, columns + x * kStrip + i);
}

/// A strip's new columns. OpenCV adds from the left, each product rounded.
void shrinkAcross(const AreaTaps& across, std::size_t width, const float* HWY_RESTRICT columns,
                  float* HWY_RESTRICT made) {
  const hn::CappedTag<float, kStrip> d;
  for (std::size_t x = 0; x < width; ++x) {
    const float* const first = columns + across.first[x] * kStrip;
    const float* const weights = across.weights.data() + across.begin[x];
    const std::size_t taps = across.begin[x + 1] - across.begin[x];
    for (std::size_t lane = 0; lane < kStrip; lane += hn::Lanes(d)) {
      auto sum = hn::Mul(hn::LoadU(d, first + lane), hn::Set(d, weights[0]));
      for (std::size_t tap = 1; tap < taps; ++tap)
        sum = hn::Add(sum, hn::Mul(hn::LoadU(d, first + tap * kStrip + lane), hn::Set(d, weights[tap])));
      hn::StoreU(sum, d, made + x * kStrip + lane);
    }
  }
}

/// The new columns as rows again, `stride` floats apart; `width` rounded up to four.
void turnBack(const float* HWY_RESTRICT made, std::size_t width, std::size_t stride, float* HWY_RESTRICT rows) {
  const hn::FixedTag<float, 4> d;
  for (std::size_t x = 0; x < width; x += 4) {
    for (std::size_t half = 0; half < kStrip; half += 4) {
      const float* const from = made + x * kStrip + half;
      const auto v0 = hn::LoadU(d, from), v1 = hn::LoadU(d, from + kStrip);
      const auto v2 = hn::LoadU(d, from + 2 * kStrip), v3 = hn::LoadU(d, from + 3 * kStrip);
      const auto a0 = hn::InterleaveLower(d, v0, v2), a1 = hn::InterleaveUpper(d, v0, v2);
      const auto a2 = hn::InterleaveLower(d, v1, v3), a3 = hn::InterleaveUpper(d, v1, v3);
      float* const to = rows + half * stride + x;
      hn::StoreU(hn::InterleaveLower(d, a0, a2), d, to);
      hn::StoreU(hn::InterleaveUpper(d, a0, a2), d, to + stride);
      hn::StoreU(hn::InterleaveLower(d, a1, a3), d, to + 2 * stride);
      hn::StoreU(hn::InterleaveUpper(d, a1, a3), d, to + 3 * stride);
    }
  }
}

void addRow(const float* HWY_RESTRICT row, float weight, bool isFirst, std::size_t stride, float* HWY_RESTRICT sum) {
  const hn::CappedTag<float, kMade> d;
  const auto w = hn::Set(d, weight);
  for (std::size_t x = 0; x < stride; x += hn::Lanes(d)) {
    const auto part = hn::Mul(hn::LoadU(d, row + x), w);
    hn::StoreU(isFirst ? part : hn::Add(hn::LoadU(d, sum + x), part), d, sum + x);
  }
}

void roundRow(const float* HWY_RESTRICT sum, std::size_t stride, std::uint8_t* HWY_RESTRICT row) {
  const hn::CappedTag<float, kMade> d;
  const hn::Rebind<std::uint8_t, decltype(d)> du;
  for (std::size_t x = 0; x < stride; x += hn::Lanes(d))
    hn::StoreU(hn::DemoteTo(du, hn::NearestInt(hn::LoadU(d, sum + x))), du, row + x);
}

/// Whether this target can.
bool shrink(const cv::Mat& picture, AreaBuffers& buffers, cv::Mat& shrunk) {
  const AreaTaps& across = buffers.across;
  const AreaTaps& down = buffers.down;
  const auto width = static_cast<std::size_t>(shrunk.cols);
  const auto height = static_cast<std::size_t>(shrunk.rows);
  const auto oldWidth = static_cast<std::size_t>(picture.cols);
  const auto oldHeight = static_cast<std::size_t>(picture.rows);
  const std::size_t stride = buffers.sum.size();

  std::size_t y = 0;
  std::size_t tap = 0;
  for (std::size_t strip = 0; strip < oldHeight && y < height; strip += kStrip) {
    std::array<const std::uint8_t*, kStrip> rows;
    for (std::size_t i = 0; i < kStrip; ++i)
      rows[i] = picture.ptr<std::uint8_t>(static_cast<int>(std::min(strip + i, oldHeight - 1)));
    for (std::size_t x = 0; x < oldWidth; x += kTurned)
      turn(rows, std::min(x, oldWidth - kTurned), buffers.columns.data());
    shrinkAcross(across, width, buffers.columns.data(), buffers.made.data());
    turnBack(buffers.made.data(), width, stride, buffers.rows.data());
    // A row may be the last of one new row and the first of the next.
    while (y < height && down.first[y] + tap < strip + kStrip) {
      const std::size_t begin = down.begin[y];
      addRow(buffers.rows.data() + (down.first[y] + tap - strip) * stride, down.weights[begin + tap], tap == 0, stride,
             buffers.sum.data());
      if (begin + ++tap < down.begin[y + 1]) continue;
      roundRow(buffers.sum.data(), stride, buffers.row.data());
      std::memcpy(shrunk.ptr(static_cast<int>(y)), buffers.row.data(), width);
      ++y;
      tap = 0;
    }
  }
  return true;
}

#endif

}  // namespace
}  // namespace facewire::vision::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace facewire::vision {
namespace {

HWY_EXPORT(shrink);

/// As OpenCV weighs the pixels that a new one covers: those at its ends by the part that is covered, if that is more
/// than a thousandth.
void placeTaps(int before, int after, double scale, AreaTaps& taps) {
  constexpr double kLeast = 1e-3;
  taps.first.clear();
  taps.begin.clear();
  taps.weights.clear();
  for (int i = 0; i < after; ++i) {
    const double begin = i * scale;
    const double end = begin + scale;
    const double covered = std::min(scale, before - begin);
    const int wholeEnd = std::min(static_cast<int>(std::floor(end)), before - 1);
    const int wholeBegin = std::min(static_cast<int>(std::ceil(begin)), wholeEnd);
    const bool hasPartBefore = wholeBegin - begin > kLeast;
    taps.first.push_back(static_cast<std::size_t>(hasPartBefore ? wholeBegin - 1 : wholeBegin));
    taps.begin.push_back(taps.weights.size());
    if (hasPartBefore) taps.weights.push_back(static_cast<float>((wholeBegin - begin) / covered));
    taps.weights.insert(taps.weights.end(), static_cast<std::size_t>(wholeEnd - wholeBegin),
                        static_cast<float>(1.0 / covered));
    if (end - wholeEnd > kLeast)
      taps.weights.push_back(static_cast<float>(std::min({end - wholeEnd, 1.0, covered}) / covered));
  }
  taps.begin.push_back(taps.weights.size());
}

bool isWhole(double scale) {
  return std::abs(scale - std::round(scale)) < std::numeric_limits<double>::epsilon();
}

std::size_t roundedUp(int count) {
  return (static_cast<std::size_t>(count) + kMade - 1) / kMade * kMade;
}

}  // namespace

void shrinkByArea(const cv::Mat& picture, cv::Mat shrunk, AreaBuffers& buffers) {
  // Written as OpenCV computes them: the last bit decides the weights.
  const double scaleX = 1.0 / (static_cast<double>(shrunk.cols) / picture.cols);
  const double scaleY = 1.0 / (static_cast<double>(shrunk.rows) / picture.rows);
  const bool isOurs = picture.type() == CV_8UC1 && picture.cols >= static_cast<int>(kTurned) && scaleX >= 1 &&
                      scaleY >= 1 && !(isWhole(scaleX) && isWhole(scaleY));
  if (!isOurs) {
    cv::resize(picture, shrunk, shrunk.size(), 0, 0, cv::INTER_AREA);
    return;
  }
  placeTaps(picture.cols, shrunk.cols, scaleX, buffers.across);
  placeTaps(picture.rows, shrunk.rows, scaleY, buffers.down);
  const std::size_t stride = roundedUp(shrunk.cols);
  buffers.columns.resize(roundedUp(picture.cols) * kStrip);
  buffers.made.resize(stride * kStrip);
  buffers.rows.resize(stride * kStrip);
  buffers.sum.resize(stride);
  buffers.row.resize(stride);
  if (!HWY_DYNAMIC_DISPATCH(shrink)(picture, buffers, shrunk))
    cv::resize(picture, shrunk, shrunk.size(), 0, 0, cv::INTER_AREA);
}

void shrinkByArea(const cv::Mat& picture, cv::Mat shrunk) {
  AreaBuffers buffers;
  shrinkByArea(picture, std::move(shrunk), buffers);
}

}  // namespace facewire::vision
#endif
