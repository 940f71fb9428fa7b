#pragma once

#include <optional>
#include <span>
#include <vector>

#include "facewire/base/bytes.hpp"

namespace facewire::gallery {

/// A network's embedding as bytes, for the disk. Layout: the mark "EMB1", which read as the length of a descriptor by
/// counts (encodeCounts) is more than there can be, so that neither is ever taken for the other; how many numbers there
/// are (32 bits); the numbers (IEEE 754, single precision). All little-endian. Pure functions.
Bytes encodeEmbedding(std::span<const float> embedding);

/// Whether it is what a network gives: 1 to EmbeddingIndex::kMostNumbers finite numbers, of length 1 within a
/// thousandth.
bool isEmbedding(std::span<const float> numbers);

/// Nothing where the bytes are no embedding: another mark, cut short or too long, or not isEmbedding.
std::optional<std::vector<float>> decodeEmbedding(ByteView bytes);

}  // namespace facewire::gallery
