#include "float_scan.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "float_scan.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace facewire::bench {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

void multiplyRows(const float* rows, std::size_t count, std::size_t length, const float* probe, float* products) {
  const hn::CappedTag<float, 16> d;
  const std::size_t lanes = hn::Lanes(d);
  for (std::size_t row = 0; row < count; ++row) {
    const float* numbers = rows + row * length;
    auto a = hn::Zero(d);
    auto b = hn::Zero(d);
    auto c = hn::Zero(d);
    auto e = hn::Zero(d);
    for (std::size_t i = 0; i < length; i += 4 * lanes) {
      a = hn::MulAdd(hn::LoadU(d, numbers + i), hn::LoadU(d, probe + i), a);
      b = hn::MulAdd(hn::LoadU(d, numbers + i + lanes), hn::LoadU(d, probe + i + lanes), b);
      c = hn::MulAdd(hn::LoadU(d, numbers + i + 2 * lanes), hn::LoadU(d, probe + i + 2 * lanes), c);
      e = hn::MulAdd(hn::LoadU(d, numbers + i + 3 * lanes), hn::LoadU(d, probe + i + 3 * lanes), e);
    }
    products[row] = hn::GetLane(hn::SumOfLanes(d, hn::Add(hn::Add(a, b), hn::Add(c, e))));
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace facewire::bench
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace facewire::bench {

HWY_EXPORT(multiplyRows);

void multiplyRows(const float* rows, std::size_t count, std::size_t length, const float* probe, float* products) {
  HWY_DYNAMIC_DISPATCH(multiplyRows)(rows, count, length, probe, products);
}

}  // namespace facewire::bench
#endif
