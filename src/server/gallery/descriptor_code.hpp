#pragma once

#include <optional>

#include "count_groups.hpp"
#include "facewire/base/bytes.hpp"

namespace facewire::gallery {

/// A descriptor as bytes, for the disk: for each count the bins that have it, each as its distance from the last one.
/// About 1.2 bytes for a bin that is not zero. Layout: length (32 bits); then groups: count (8), base / 65,536 (8),
/// bins less one (16), and for each bin how many bins of the base it passes over, a byte, where 255 says that as many
/// are passed over and the next byte goes on. All numbers little-endian. Pure functions.
Bytes encodeCounts(const CountGroups& counts);

/// Nothing where the bytes are no descriptor: cut short, out of order, a bin twice or beyond the end, or longer than
/// the overlaps of it could be summed. Whatever it gives is fit to be searched.
std::optional<CountGroups> decodeCounts(ByteView bytes);

}  // namespace facewire::gallery
