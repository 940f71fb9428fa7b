#include "searchable_descriptor.hpp"

#include <memory>
#include <utility>

#include "count_groups.hpp"
#include "descriptor_code.hpp"
#include "embedding_code.hpp"

namespace facewire::gallery {

Result<SearchableDescriptor> toSearchable(const vision::Descriptor& descriptor) {
  if (descriptor.embedding.empty()) {
    auto counts = std::make_shared<CountGroups>();
    counts->assign(descriptor);
    return counts;
  }
  if (!isEmbedding(descriptor.embedding)) {
    return fail(ErrorCode::internal, "what the network made of the face, " +
                                         std::to_string(descriptor.embedding.size()) +
                                         " numbers, is no vector of length 1: is it a network for faces, and is its "
                                         "normalisation declared right?");
  }
  return descriptor.embedding;
}

Bytes encodeDescriptor(const SearchableDescriptor& descriptor) {
  if (const auto* embedding = std::get_if<std::vector<float>>(&descriptor)) return encodeEmbedding(*embedding);
  return encodeCounts(*std::get<0>(descriptor));
}

std::optional<SearchableDescriptor> decodeDescriptor(ByteView bytes) {
  if (auto embedding = decodeEmbedding(bytes)) return *std::move(embedding);
  if (auto counts = decodeCounts(bytes)) return std::make_shared<const CountGroups>(*std::move(counts));
  return std::nullopt;
}

}  // namespace facewire::gallery
