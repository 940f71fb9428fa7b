#include "embedding_kernel.hpp"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "embedding_kernel.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#ifndef FACEWIRE_EMBEDDING_KERNEL_ONCE
#define FACEWIRE_EMBEDDING_KERNEL_ONCE
namespace facewire::gallery {

/// What single precision rounds away from a bound, and from what it is compared with, several times over.
inline constexpr float kRounded = 2e-6F;

inline constexpr std::size_t kSums = 16;

inline double addByHalves(double* sums) {
  for (std::size_t half = kSums / 2; half > 0; half /= 2) {
    for (std::size_t i = 0; i < half; ++i) sums[i] += sums[i + half];
  }
  return sums[0];
}

}  // namespace facewire::gallery
#endif

HWY_BEFORE_NAMESPACE();
namespace facewire::gallery {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// No sum goes beyond 32 bits: no part of one is more than the lengths' product, 127 * 64 * 16,416.
#if HWY_TARGET == HWY_SCALAR

inline std::int32_t sumProducts(const std::int8_t* row, const std::int16_t* probe, std::size_t length) {
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < length; ++i) sum += row[i] * probe[i];
  return sum;
}

#else

/// Of four rows at once, which share what is loaded of the probe.
HWY_INLINE void sumProducts(const std::int8_t* rows, const std::int16_t* probe, std::size_t length,
                            std::int32_t* sums) {
  const hn::CappedTag<std::int16_t, kRowUnit> d16;
  const hn::Rebind<std::int8_t, decltype(d16)> d8;
  const hn::RepartitionToWide<decltype(d16)> d32;
  auto a = hn::Zero(d32);
  auto b = hn::Zero(d32);
  auto c = hn::Zero(d32);
  auto d = hn::Zero(d32);
  // On some processors half of what is added goes here.
  auto a2 = hn::Zero(d32);
  auto b2 = hn::Zero(d32);
  auto c2 = hn::Zero(d32);
  auto d2 = hn::Zero(d32);
  for (std::size_t i = 0; i < length; i += hn::Lanes(d16)) {
    const auto of = hn::LoadU(d16, probe + i);
    const std::int8_t* row = rows + i;
    a = hn::ReorderWidenMulAccumulate(d32, hn::PromoteTo(d16, hn::LoadU(d8, row)), of, a, a2);
    b = hn::ReorderWidenMulAccumulate(d32, hn::PromoteTo(d16, hn::LoadU(d8, row + length)), of, b, b2);
    c = hn::ReorderWidenMulAccumulate(d32, hn::PromoteTo(d16, hn::LoadU(d8, row + 2 * length)), of, c, c2);
    d = hn::ReorderWidenMulAccumulate(d32, hn::PromoteTo(d16, hn::LoadU(d8, row + 3 * length)), of, d, d2);
  }
  sums[0] = hn::GetLane(hn::SumOfLanes(d32, hn::Add(a, a2)));
  sums[1] = hn::GetLane(hn::SumOfLanes(d32, hn::Add(b, b2)));
  sums[2] = hn::GetLane(hn::SumOfLanes(d32, hn::Add(c, c2)));
  sums[3] = hn::GetLane(hn::SumOfLanes(d32, hn::Add(d, d2)));
}

HWY_INLINE std::int32_t sumProducts(const std::int8_t* row, const std::int16_t* probe, std::size_t length) {
  const hn::CappedTag<std::int16_t, kRowUnit> d16;
  const hn::Rebind<std::int8_t, decltype(d16)> d8;
  const hn::RepartitionToWide<decltype(d16)> d32;
  auto sum = hn::Zero(d32);
  auto sum2 = hn::Zero(d32);
  for (std::size_t i = 0; i < length; i += hn::Lanes(d16)) {
    sum = hn::ReorderWidenMulAccumulate(d32, hn::PromoteTo(d16, hn::LoadU(d8, row + i)), hn::LoadU(d16, probe + i), sum,
                                        sum2);
  }
  return hn::GetLane(hn::SumOfLanes(d32, hn::Add(sum, sum2)));
}

#endif

void raiseToHighestCosines(const EmbeddingRows& rows, const ProbeNumbers& probe, float* cosines) {
  const auto raise = [&](std::size_t row, std::int32_t sum) {
    const float highest =
        static_cast<float>(sum) * rows.scales[row] + rows.errors[row] * (1 + probe.error) + (probe.error + kRounded);
    cosines[row] = std::max(cosines[row], highest);
  };
  std::size_t row = 0;
#if HWY_TARGET != HWY_SCALAR
  for (; row + 4 <= rows.count; row += 4) {
    std::int32_t sums[4];
    sumProducts(rows.bytes + row * rows.rowBytes, probe.numbers, rows.rowBytes, sums);
    for (std::size_t i = 0; i < 4; ++i) raise(row + i, sums[i]);
  }
#endif
  for (; row < rows.count; ++row) {
    raise(row, sumProducts(rows.bytes + row * rows.rowBytes, probe.numbers, rows.rowBytes));
  }
}

#if HWY_TARGET == HWY_SCALAR || !HWY_HAVE_FLOAT64

double dotInOrder(const float* a, const float* b, std::size_t count) {
  double sums[kSums] = {};
  for (std::size_t i = 0; i < count; i += kSums) {
    for (std::size_t j = 0; j < kSums; ++j) sums[j] += double{a[i + j]} * double{b[i + j]};
  }
  return addByHalves(sums);
}

#else

double dotInOrder(const float* a, const float* b, std::size_t count) {
  const hn::CappedTag<double, kSums / 2> d64;
  const hn::Rebind<float, decltype(d64)> d32;
  const std::size_t lanes = hn::Lanes(d64);
  HWY_ALIGN double sums[kSums];
  for (std::size_t first = 0; first < kSums; first += 2 * lanes) {
    auto low = hn::Zero(d64);
    auto high = hn::Zero(d64);
    for (std::size_t i = first; i < count; i += kSums) {
      low = hn::MulAdd(hn::PromoteTo(d64, hn::LoadU(d32, a + i)), hn::PromoteTo(d64, hn::LoadU(d32, b + i)), low);
      high = hn::MulAdd(hn::PromoteTo(d64, hn::LoadU(d32, a + i + lanes)),
                        hn::PromoteTo(d64, hn::LoadU(d32, b + i + lanes)), high);
    }
    hn::StoreU(low, d64, sums + first);
    hn::StoreU(high, d64, sums + first + lanes);
  }
  return addByHalves(sums);
}

#endif

}  // namespace HWY_NAMESPACE
}  // namespace facewire::gallery
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace facewire::gallery {

HWY_EXPORT(raiseToHighestCosines);
HWY_EXPORT(dotInOrder);

void raiseToHighestCosines(const EmbeddingRows& rows, const ProbeNumbers& probe, float* cosines) {
  HWY_DYNAMIC_DISPATCH(raiseToHighestCosines)(rows, probe, cosines);
}

double dotInOrder(const float* a, const float* b, std::size_t count) {
  return HWY_DYNAMIC_DISPATCH(dotInOrder)(a, b, count);
}

}  // namespace facewire::gallery
#endif
