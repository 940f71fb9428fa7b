#pragma once

#include <cstdint>
#include <cstring>

/// Four numbers at a time by the compiler's own vectors, which on every processor of 64 bits are the processor's: what
/// layer_scan.cpp needs of Highway's operations, under their names, where Highway itself would take one number at a
/// time (processors before SSSE3).
namespace facewire::vision::quads {

using Wholes = std::int32_t __attribute__((vector_size(16)));
using Reals = float __attribute__((vector_size(16)));

struct Whole {};
struct Real {};

constexpr std::size_t Lanes(Whole) {
  return 4;
}

inline Wholes LoadU(Whole, const std::int32_t* from) {
  Wholes numbers;
  std::memcpy(&numbers, from, sizeof numbers);
  return numbers;
}
inline Reals LoadU(Real, const float* from) {
  Reals numbers;
  std::memcpy(&numbers, from, sizeof numbers);
  return numbers;
}
inline void StoreU(Reals numbers, Real, float* to) {
  std::memcpy(to, &numbers, sizeof numbers);
}

inline Wholes Set(Whole, std::int32_t number) {
  return Wholes{number, number, number, number};
}
inline Reals Set(Real, float number) {
  return Reals{number, number, number, number};
}

template <class Numbers>
Numbers Add(Numbers a, Numbers b) {
  return a + b;
}
template <class Numbers>
Numbers Sub(Numbers a, Numbers b) {
  return a - b;
}
inline Reals Mul(Reals a, Reals b) {
  return a * b;
}

/// All bits of a number are set where it holds.
template <class Numbers>
Wholes Lt(Numbers a, Numbers b) {
  return a < b;
}
template <class Numbers>
Wholes Gt(Numbers a, Numbers b) {
  return a > b;
}
inline Wholes RebindMask(Whole, Wholes mask) {
  return mask;
}
inline Wholes IfThenElseZero(Wholes mask, Wholes numbers) {
  return mask & numbers;
}

inline std::uint64_t bitsOf(Wholes mask) {
  return static_cast<std::uint64_t>((mask[0] & 1) | (mask[1] & 2) | (mask[2] & 4) | (mask[3] & 8));
}
inline bool AllTrue(Real, Wholes mask) {
  return bitsOf(mask) == 15;
}

inline Reals ConvertTo(Real, Wholes numbers) {
  return __builtin_convertvector(numbers, Reals);
}
inline Reals BitCast(Real, Wholes bits) {
  return reinterpret_cast<Reals>(bits);
}

}  // namespace facewire::vision::quads
