#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace facewire::image {

/// The inverse discrete cosine transform (ITU T.81, A.3.3) of a block of 8 x 8 quantised coefficients in their natural
/// order, without the level shift: -128 to 127 and a little beyond. `pixels`: the first of 8 rows that are `stride`
/// apart. Safe for concurrent use.
void blockToPixels(std::span<const std::int16_t, 64> coefficients, std::span<const std::uint16_t, 64> steps,
                   float* pixels, std::size_t stride);

/// The same rounded to bytes, level shift included, in whole numbers exactly as libjpeg's accurate integer transform
/// (Loeffler, Ligtenberg and Moschytz 1989) has it. `count`: of coefficients in the order of coding, after which
/// all are 0. Safe for concurrent use.
void blockToBytes(std::span<const std::int16_t, 64> coefficients, std::span<const std::uint16_t, 64> steps, int count,
                  std::uint8_t* bytes, std::size_t stride);

/// The way back, quantised by `steps`, of which none is 0. Safe for concurrent use.
void pixelsToBlock(const float* pixels, std::size_t stride, std::span<const std::uint16_t, 64> steps,
                   std::span<std::int16_t, 64> coefficients);

/// Eight pixels of full-range Y'CbCr (JFIF 1.02; luma without its level shift, chroma about 0) as BGR. Safe for
/// concurrent use.
void toBgr(const float* luma, const float* blue, const float* red, std::uint8_t* bgr);

}  // namespace facewire::image
