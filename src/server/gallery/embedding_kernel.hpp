#pragma once

#include <cstddef>
#include <cstdint>

namespace facewire::gallery {

/// Rows, and what they are made from, are filled up with zeros to a multiple of so many numbers.
inline constexpr std::size_t kRowUnit = 32;

/// A probe's numbers are whole ones of this part of its length.
inline constexpr float kProbeUnit = 1.0F / 16384;

/// Embeddings of length 1 in steps of 8 bits: row i is `scales[i]` / kProbeUnit times its bytes, but for a rest of at
/// most `errors[i]` in length.
struct EmbeddingRows {
  const std::int8_t* bytes;
  std::size_t rowBytes;  ///< a multiple of kRowUnit, at most 4,096
  std::size_t count;
  const float* scales;
  const float* errors;
};

/// A probe of length 1: `numbers` times kProbeUnit, but for a rest of at most `error` in length.
struct ProbeNumbers {
  const std::int16_t* numbers;  ///< as many as a row has bytes
  float error;
};

/// Raises each of `cosines`, one for each row, to what the cosine of row and probe is at most. By Cauchy and Schwarz: x
/// = x' + e and y = y' + f give |xy - x'y'| = |ey + x'f| <= |e| + (1 + |e|)|f|.
void raiseToHighestCosines(const EmbeddingRows& rows, const ProbeNumbers& probe, float* cosines);

/// The products of `a` and `b` one by one, which a double holds exactly, added in one order: every sixteenth to one of
/// sixteen sums, and these by halves. So it is the same on every instruction set, with or without fused operations.
/// `count`: a multiple of 16.
double dotInOrder(const float* a, const float* b, std::size_t count);

}  // namespace facewire::gallery
