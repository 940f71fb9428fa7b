#include <algorithm>
#include <cstring>

#include "block_transform.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "integer_transform.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace facewire::image::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

constexpr std::size_t kSide = 8;

/// Bits of fraction of the constants, and those that the first pass leaves for the second.
constexpr int kConstBits = 13;
constexpr int kPassBits = 2;

/// Four columns at a time, one where there are no vectors: wider ones would need a transposition of their own.
using Lanes = hn::CappedTag<std::int32_t, 4>;
using Vector = hn::Vec<Lanes>;

/// Eight rows of four columns, or of one.
struct Half {
  Vector row[kSide];
};

HWY_INLINE Vector times(Vector value, std::int32_t factor) {
  return hn::Mul(value, hn::Set(Lanes(), factor));
}

/// One pass down the columns; the result is rounded to `kShift` bits less. `kLow`: the last four rows are 0.
template <int kShift, bool kLow>
HWY_INLINE void transform(Half& half) {
  Vector(&in)[kSide] = half.row;
  if constexpr (kLow) {
    for (std::size_t i = 4; i < kSide; ++i) in[i] = hn::Zero(Lanes());  // known here, so nothing is reckoned with it
  }
  const Vector evenSum = times(hn::Add(in[2], in[6]), 4433);  // sqrt(2) cos(6 pi/16)
  const Vector low = hn::Sub(evenSum, times(in[6], 15137));   // sqrt(2) (cos(2) + cos(6))
  const Vector high = hn::Add(evenSum, times(in[2], 6270));   // sqrt(2) (cos(2) - cos(6))
  const Vector sum = hn::ShiftLeft<kConstBits>(hn::Add(in[0], in[4]));
  const Vector difference = hn::ShiftLeft<kConstBits>(hn::Sub(in[0], in[4]));
  const Vector even0 = hn::Add(sum, high);
  const Vector even3 = hn::Sub(sum, high);
  const Vector even1 = hn::Add(difference, low);
  const Vector even2 = hn::Sub(difference, low);

  const Vector crossA = hn::Add(in[7], in[3]);
  const Vector crossB = hn::Add(in[5], in[1]);
  const Vector common = times(hn::Add(crossA, crossB), 9633);              // sqrt(2) cos(3)
  const Vector outer = times(hn::Add(in[7], in[1]), -7373);                // sqrt(2) (cos(7) - cos(3))
  const Vector inner = times(hn::Add(in[5], in[3]), -20995);               // -sqrt(2) (cos(1) + cos(3))
  const Vector mixA = hn::Add(times(crossA, -16069), common);              // -sqrt(2) (cos(3) + cos(5))
  const Vector mixB = hn::Add(times(crossB, -3196), common);               // sqrt(2) (cos(5) - cos(3))
  const Vector odd3 = hn::Add(times(in[7], 2446), hn::Add(outer, mixA));   // sqrt(2) (-cos(1)+cos(3)+cos(5)-cos(7))
  const Vector odd2 = hn::Add(times(in[5], 16819), hn::Add(inner, mixB));  // sqrt(2) ( cos(1)+cos(3)-cos(5)+cos(7))
  const Vector odd1 = hn::Add(times(in[3], 25172), hn::Add(inner, mixA));  // sqrt(2) ( cos(1)+cos(3)+cos(5)-cos(7))
  const Vector odd0 = hn::Add(times(in[1], 12299), hn::Add(outer, mixB));  // sqrt(2) ( cos(1)+cos(3)-cos(5)-cos(7))

  const Vector half0 = hn::Set(Lanes(), 1 << (kShift - 1));
  const auto descale = [&](Vector value) { return hn::ShiftRight<kShift>(hn::Add(value, half0)); };
  in[0] = descale(hn::Add(even0, odd0));
  in[7] = descale(hn::Sub(even0, odd0));
  in[1] = descale(hn::Add(even1, odd1));
  in[6] = descale(hn::Sub(even1, odd1));
  in[2] = descale(hn::Add(even2, odd2));
  in[5] = descale(hn::Sub(even2, odd2));
  in[3] = descale(hn::Add(even3, odd3));
  in[4] = descale(hn::Sub(even3, odd3));
}

#if HWY_TARGET == HWY_SCALAR

void toBytes(const std::int16_t* coefficients, const std::uint16_t* steps, bool, std::uint8_t* bytes,
             std::size_t stride) {
  const Lanes d;
  std::int32_t values[kSide * kSide];
  Half line;
  for (std::size_t column = 0; column < kSide; ++column) {
    for (std::size_t row = 0; row < kSide; ++row) {
      const std::size_t at = kSide * row + column;
      line.row[row] = hn::Set(d, coefficients[at] * steps[at]);
    }
    transform<kConstBits - kPassBits, false>(line);
    for (std::size_t row = 0; row < kSide; ++row) values[kSide * row + column] = hn::GetLane(line.row[row]);
  }
  for (std::size_t row = 0; row < kSide; ++row) {
    for (std::size_t column = 0; column < kSide; ++column) line.row[column] = hn::Set(d, values[kSide * row + column]);
    transform<kConstBits + kPassBits + 3, false>(line);
    for (std::size_t column = 0; column < kSide; ++column) {
      const std::int32_t value = hn::GetLane(line.row[column]) + 128;
      bytes[stride * row + column] = static_cast<std::uint8_t>(std::clamp(value, 0, 255));
    }
  }
}

#else

/// 4 x 4 in place.
HWY_INLINE void transpose(Vector* rows) {
  const Lanes d;
  const hn::Repartition<std::int64_t, Lanes> d64;
  const auto wide = [&](Vector v) { return hn::BitCast(d64, v); };
  const auto narrow = [&](auto v) { return hn::BitCast(d, v); };
  const Vector low01 = hn::InterleaveLower(d, rows[0], rows[1]);
  const Vector low23 = hn::InterleaveLower(d, rows[2], rows[3]);
  const Vector high01 = hn::InterleaveUpper(d, rows[0], rows[1]);
  const Vector high23 = hn::InterleaveUpper(d, rows[2], rows[3]);
  rows[0] = narrow(hn::InterleaveLower(d64, wide(low01), wide(low23)));
  rows[1] = narrow(hn::InterleaveUpper(d64, wide(low01), wide(low23)));
  rows[2] = narrow(hn::InterleaveLower(d64, wide(high01), wide(high23)));
  rows[3] = narrow(hn::InterleaveUpper(d64, wide(high01), wide(high23)));
}

/// 8 x 8: the left and the right half of the columns.
HWY_INLINE void transpose(Half& left, Half& right) {
  transpose(left.row);
  transpose(left.row + 4);
  transpose(right.row);
  transpose(right.row + 4);
  for (std::size_t i = 0; i < 4; ++i) std::swap(left.row[4 + i], right.row[i]);
}

template <bool kLow>
HWY_INLINE void toBytesBy(const std::int16_t* coefficients, const std::uint16_t* steps, std::uint8_t* bytes,
                          std::size_t stride) {
  const Lanes d;
  const hn::Rebind<std::int16_t, Lanes> d16;
  const hn::Rebind<std::uint16_t, Lanes> du16;
  const hn::Rebind<std::uint8_t, Lanes> d8;
  Half left;
  Half right;
  const auto load = [&](std::size_t at) {
    return hn::Mul(hn::PromoteTo(d, hn::LoadU(d16, coefficients + at)), hn::PromoteTo(d, hn::LoadU(du16, steps + at)));
  };
  for (std::size_t row = 0; row < (kLow ? kSide / 2 : kSide); ++row) {
    left.row[row] = load(kSide * row);
    if constexpr (!kLow) right.row[row] = load(kSide * row + 4);
  }
  transform<kConstBits - kPassBits, kLow>(left);
  if constexpr (kLow) {
    // The right half stays 0: transposed, it is the last four rows of both.
    for (std::size_t i = 0; i < 4; ++i) right.row[i] = left.row[4 + i];
    transpose(left.row);
    transpose(right.row);
  } else {
    transform<kConstBits - kPassBits, false>(right);
    transpose(left, right);
  }
  transform<kConstBits + kPassBits + 3, kLow>(left);
  transform<kConstBits + kPassBits + 3, kLow>(right);
  transpose(left, right);
  const Vector middle = hn::Set(d, 128);
  for (std::size_t row = 0; row < kSide; ++row) {
    hn::StoreU(hn::DemoteTo(d8, hn::Add(left.row[row], middle)), d8, bytes + stride * row);
    hn::StoreU(hn::DemoteTo(d8, hn::Add(right.row[row], middle)), d8, bytes + stride * row + 4);
  }
}

void toBytes(const std::int16_t* coefficients, const std::uint16_t* steps, bool low, std::uint8_t* bytes,
             std::size_t stride) {
  low ? toBytesBy<true>(coefficients, steps, bytes, stride) : toBytesBy<false>(coefficients, steps, bytes, stride);
}

#endif

}  // namespace facewire::image::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace facewire::image {

HWY_EXPORT(toBytes);

void blockToBytes(std::span<const std::int16_t, 64> coefficients, std::span<const std::uint16_t, 64> steps, int count,
                  std::uint8_t* bytes, std::size_t stride) {
  // The first ten in the order of coding are in the upper left quarter.
  constexpr int kInQuarter = 10;
  if (count > 1) {
    HWY_DYNAMIC_DISPATCH(toBytes)(coefficients.data(), steps.data(), count <= kInQuarter, bytes, stride);
    return;
  }
  // Both passes only scale it: by 4, and then by 1/32 with rounding.
  const int level = std::clamp(((coefficients[0] * steps[0] * 4 + 16) >> 5) + 128, 0, 255);
  for (int row = 0; row < 8; ++row, bytes += stride) std::memset(bytes, level, 8);
}

}  // namespace facewire::image
#endif
