#pragma once

#include <cstdint>
#include <string_view>

#include "facewire/base/bytes.hpp"

namespace facewire::gallery {

/// Tells damaged bytes from whole ones, and from those of another sample or encoder; no defence against somebody who
/// writes into the file on purpose. CRC-32, by zlib. A pure function.
std::int64_t checksumOf(std::string_view encoder, std::int64_t sample, ByteView bytes);

/// The same for what stands in a picture's place.
std::int64_t histogramChecksum(std::int64_t sample, ByteView bytes);

}  // namespace facewire::gallery
