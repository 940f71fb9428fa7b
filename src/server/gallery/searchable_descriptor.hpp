#pragma once

#include <optional>

#include "facewire/base/bytes.hpp"
#include "facewire/base/result.hpp"
#include "facewire/gallery/face_index.hpp"
#include "facewire/vision/descriptor.hpp"

namespace facewire::gallery {

/// Errors: `internal` where a network's numbers are no embedding (not finite, not of length 1, too many).
Result<SearchableDescriptor> toSearchable(const vision::Descriptor& descriptor);

/// As bytes, for the disk: encodeCounts or encodeEmbedding, which their first four bytes tell apart. Pure functions.
Bytes encodeDescriptor(const SearchableDescriptor& descriptor);

/// Nothing where the bytes are no descriptor of either kind. Whatever it gives is fit to be searched.
std::optional<SearchableDescriptor> decodeDescriptor(ByteView bytes);

}  // namespace facewire::gallery
