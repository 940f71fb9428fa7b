#include "grey_scale.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "grey_scale.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <opencv2/core/saturate.hpp>

HWY_BEFORE_NAMESPACE();
namespace facewire::vision::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

void findSteps(float end, float stepsToOne, float factor, std::size_t count, float* HWY_RESTRICT values,
               std::int32_t* HWY_RESTRICT steps) {
  const hn::ScalableTag<float> d;
  const hn::RebindToSigned<decltype(d)> di;
  const auto least = hn::Set(d, -end);
  for (std::size_t i = 0; i < count; i += hn::Lanes(d)) {
    const auto value = hn::Mul(hn::LoadU(d, values + i), hn::Set(d, factor));
    // What is no number counts as the least, as OpenCV's rounding has it.
    const auto inside = hn::Min(hn::IfThenElse(hn::Gt(value, least), value, least), hn::Set(d, end));
    hn::StoreU(value, d, values + i);
    hn::StoreU(hn::ConvertTo(di, hn::Mul(hn::Add(inside, hn::Set(d, end)), hn::Set(d, stepsToOne))), di, steps + i);
  }
}

}  // namespace
}  // namespace facewire::vision::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace facewire::vision {
namespace {

HWY_EXPORT(findSteps);

}  // namespace

GreyScale::GreyScale() {
  // Less than no value: infinity is one.
  constexpr float kNever = std::numeric_limits<float>::quiet_NaN();
  std::size_t step = 0;
  for (int grey = 1; grey <= 255; ++grey) {
    const float first = beginOf(grey);
    for (; step <= stepOf(first); ++step) steps_[step] = {kNever, grey - 1};
    steps_[step - 1].next = first;
  }
  for (; step < steps_.size(); ++step) steps_[step] = {kNever, 255};
}

void GreyScale::look(float* values, std::size_t count, float factor, std::uint8_t* greys) const {
  std::array<std::int32_t, kPart> steps;
  for (std::size_t begin = 0; begin < count; begin += kPart) {
    float* const value = values + begin;
    HWY_DYNAMIC_DISPATCH(findSteps)(kEnd, kStepsToOne, factor, kPart, value, steps.data());
    // One after the other: to gather them is no faster, and much slower on some processors.
    const std::size_t part = std::min(kPart, count - begin);
    for (std::size_t i = 0; i < part; ++i) {
      const Step& step = steps_[static_cast<std::size_t>(steps[i])];
      greys[begin + i] = static_cast<std::uint8_t>(step.grey + static_cast<int>(value[i] >= step.next));
    }
  }
}

int GreyScale::greyOf(float value) {
  return cv::saturate_cast<unsigned char>(127.5F + 127.5F * std::tanh(value / kBound));
}

std::size_t GreyScale::stepOf(float value) {
  return static_cast<std::size_t>((value + kEnd) * kStepsToOne);
}

/// The least value of that grey level or a higher one: found in the floats, which are ordered as their bits are.
float GreyScale::beginOf(int grey) {
  const bool isNegative = greyOf(0.0F) >= grey;
  const auto valueOf = [&](std::uint32_t bits) {
    return isNegative ? -std::bit_cast<float>(bits) : std::bit_cast<float>(bits);
  };
  // Of negative values the largest that still has the level, of others the smallest that has it.
  std::uint32_t near = 0;
  std::uint32_t far = std::bit_cast<std::uint32_t>(kEnd);
  while (far - near > 1) {
    const std::uint32_t middle = near + (far - near) / 2;
    ((greyOf(valueOf(middle)) >= grey) == isNegative ? near : far) = middle;
  }
  return valueOf(isNegative ? near : far);
}

}  // namespace facewire::vision
#endif
