#include "block_transform.hpp"

#include <array>
#include <cmath>
#include <numbers>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "block_transform.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#ifndef FACEWIRE_BLOCK_TRANSFORM_ONCE
#define FACEWIRE_BLOCK_TRANSFORM_ONCE
namespace facewire::image {

constexpr std::size_t kSide = 8;
using Matrix = std::array<float, kSide * kSide>;

/// Row u: the basis function of frequency u, and the same transposed.
struct Basis {
  alignas(64) Matrix rows{};
  alignas(64) Matrix columns{};

  Basis() {
    for (std::size_t u = 0; u < kSide; ++u) {
      const double scale = u == 0 ? std::numbers::sqrt2 / 4 : 0.5;
      for (std::size_t x = 0; x < kSide; ++x) {
        const double angle = (2.0 * static_cast<double>(x) + 1) * static_cast<double>(u) * std::numbers::pi / 16;
        rows[kSide * u + x] = columns[kSide * x + u] = static_cast<float>(scale * std::cos(angle));
      }
    }
  }
};

const Basis& basis() {
  static const Basis only;
  return only;
}

}  // namespace facewire::image
#endif

HWY_BEFORE_NAMESPACE();
namespace facewire::image::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Lanes = hn::CappedTag<float, kSide>;

/// a * b; the rows of `a` are `strideA` apart, those of the result `strideOut`.
void multiply(const float* a, std::size_t strideA, const float* b, float* out, std::size_t strideOut) {
  const Lanes d;
  for (std::size_t column = 0; column < kSide; column += hn::Lanes(d)) {
    for (std::size_t row = 0; row < kSide; ++row) {
      auto sum = hn::Mul(hn::Set(d, a[strideA * row]), hn::LoadU(d, b + column));
      for (std::size_t i = 1; i < kSide; ++i) {
        sum = hn::MulAdd(hn::Set(d, a[strideA * row + i]), hn::LoadU(d, b + kSide * i + column), sum);
      }
      hn::StoreU(sum, d, out + strideOut * row + column);
    }
  }
}

void inverse(const std::int16_t* coefficients, const std::uint16_t* steps, float* pixels, std::size_t stride) {
  const Lanes d;
  const hn::Rebind<std::int16_t, Lanes> d16;
  const hn::Rebind<std::uint16_t, Lanes> du16;
  const hn::Rebind<std::int32_t, Lanes> d32;
  alignas(64) Matrix values;
  alignas(64) Matrix half;
  for (std::size_t i = 0; i < values.size(); i += hn::Lanes(d)) {
    const auto value = hn::ConvertTo(d, hn::PromoteTo(d32, hn::LoadU(d16, coefficients + i)));
    const auto step = hn::ConvertTo(d, hn::PromoteTo(d32, hn::LoadU(du16, steps + i)));
    hn::Store(hn::Mul(value, step), d, values.data() + i);
  }
  multiply(values.data(), kSide, basis().rows.data(), half.data(), kSide);
  multiply(basis().columns.data(), kSide, half.data(), pixels, stride);
}

void forward(const float* pixels, std::size_t stride, const std::uint16_t* steps, std::int16_t* coefficients) {
  // What baseline can code: coefficients of at most 10 bits.
  constexpr float kMost = 1023;
  const Lanes d;
  const hn::Rebind<std::int16_t, Lanes> d16;
  const hn::Rebind<std::uint16_t, Lanes> du16;
  const hn::Rebind<std::int32_t, Lanes> d32;
  alignas(64) Matrix half;
  alignas(64) Matrix values;
  multiply(pixels, stride, basis().columns.data(), half.data(), kSide);
  multiply(basis().rows.data(), kSide, half.data(), values.data(), kSide);
  for (std::size_t i = 0; i < values.size(); i += hn::Lanes(d)) {
    const auto step = hn::ConvertTo(d, hn::PromoteTo(d32, hn::LoadU(du16, steps + i)));
    const auto exact = hn::Clamp(hn::Div(hn::Load(d, values.data() + i), step), hn::Set(d, -kMost), hn::Set(d, kMost));
    hn::StoreU(hn::DemoteTo(d16, hn::NearestInt(exact)), d16, coefficients + i);
  }
}

void eightToBgr(const float* luma, const float* blue, const float* red, std::uint8_t* bgr) {
  const Lanes d;
  const hn::Rebind<std::uint8_t, Lanes> d8;
  for (std::size_t i = 0; i < kSide; i += hn::Lanes(d)) {
    const auto y = hn::Add(hn::LoadU(d, luma + i), hn::Set(d, 128.0F));
    const auto cb = hn::LoadU(d, blue + i);
    const auto cr = hn::LoadU(d, red + i);
    const auto b = hn::MulAdd(cb, hn::Set(d, 1.772F), y);
    const auto g = hn::NegMulAdd(cr, hn::Set(d, 0.714136F), hn::NegMulAdd(cb, hn::Set(d, 0.344136F), y));
    const auto r = hn::MulAdd(cr, hn::Set(d, 1.402F), y);
    const auto bytes = [&](auto value) { return hn::DemoteTo(d8, hn::NearestInt(value)); };
    hn::StoreInterleaved3(bytes(b), bytes(g), bytes(r), d8, bgr + 3 * i);
  }
}

}  // namespace facewire::image::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace facewire::image {

HWY_EXPORT(inverse);
HWY_EXPORT(forward);
HWY_EXPORT(eightToBgr);

void blockToPixels(std::span<const std::int16_t, 64> coefficients, std::span<const std::uint16_t, 64> steps,
                   float* pixels, std::size_t stride) {
  HWY_DYNAMIC_DISPATCH(inverse)(coefficients.data(), steps.data(), pixels, stride);
}

void pixelsToBlock(const float* pixels, std::size_t stride, std::span<const std::uint16_t, 64> steps,
                   std::span<std::int16_t, 64> coefficients) {
  HWY_DYNAMIC_DISPATCH(forward)(pixels, stride, steps.data(), coefficients.data());
}

void toBgr(const float* luma, const float* blue, const float* red, std::uint8_t* bgr) {
  HWY_DYNAMIC_DISPATCH(eightToBgr)(luma, blue, red, bgr);
}

}  // namespace facewire::image
#endif
