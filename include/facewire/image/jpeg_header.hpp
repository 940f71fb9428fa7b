#pragma once

#include <cstddef>

#include "facewire/base/bytes.hpp"
#include "facewire/base/result.hpp"

namespace facewire::image {

/// What a JPEG says of itself before any of it is decoded.
struct JpegHeader {
  int width = 0;  ///< pixels as stored
  int height = 0;
  int components = 0;  ///< 1 grey, 3 colour, 4 CMYK
  bool progressive = false;
  int orientation = 1;  ///< Exif orientation, 1 to 8; 1 where none or nonsense is given
};

/// Walks the markers up to the frame header (SOF; ITU T.81, annex B) and never reads outside `bytes`.
/// Errors: `notJpeg` (no FF D8 FF at the start), `corruptImage` (cut off or inconsistent before or in the SOF, a zero
/// size, a coding that is not baseline or progressive Huffman), `tooManyPixels` (width * height > maxPixels, both
/// named). A pure function.
Result<JpegHeader> readJpegHeader(ByteView bytes, std::size_t maxPixels);

}  // namespace facewire::image
