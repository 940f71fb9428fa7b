#include <algorithm>
#include <cmath>
#include <memory>

#include "count_groups.hpp"
#include "embedding_code.hpp"
#include "facewire/gallery/face_index.hpp"
#include "searchable_descriptor.hpp"
#include "target.hpp"

using namespace facewire;
using fuzz::require;

namespace {

constexpr int kCellPixels = 144;

vision::Descriptor toDescriptor(const gallery::SearchableDescriptor& stored) {
  vision::Descriptor descriptor;
  if (const auto* embedding = std::get_if<std::vector<float>>(&stored)) {
    descriptor.embedding = *embedding;
  } else {
    descriptor = std::get<0>(stored)->toDescriptor();
  }
  return descriptor;
}

/// Puts it among others and looks for it.
void search(const gallery::SearchableDescriptor& stored) {
  const vision::Descriptor probe = toDescriptor(stored);
  if (probe.counts.empty() && probe.embedding.empty()) return;
  vision::Descriptor other = probe;
  std::ranges::reverse(other.counts);
  std::ranges::reverse(other.embedding);
  gallery::FaceIndex index(kCellPixels);
  index.addAll({{1, 1, stored}});
  index.add(2, 2, std::make_shared<const vision::Descriptor>(other));
  const vision::FaceViews views{{probe, other}, nullptr};
  for (const auto& found : {index.findNearest(probe, 2), index.findNearestByViews(views, 2)}) {
    require(found.size() == 2, "of two people not both are found");
    require(std::ranges::all_of(found, [](const auto& match) { return std::isfinite(match.distance); }),
            "a distance that is no number");
    require(std::abs(found.front().distance) < 1e-4, "a face is not at distance 0 from itself");
    require(found[0].distance <= found[1].distance, "the nearest does not come first");
  }
  index.removeSample(1);
  require(index.size() == 1, "a sample that was removed is there");
}

}  // namespace

/// A descriptor as it lies in the database, which somebody may have written to.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes = fuzz::toView(data, size);
  const auto stored = gallery::decodeDescriptor(bytes);
  if (!stored) return 0;
  const Bytes written = gallery::encodeDescriptor(*stored);
  const auto again = gallery::decodeDescriptor(written);
  require(again && toDescriptor(*again) == toDescriptor(*stored), "a descriptor is another one once it was written");
  require(gallery::encodeDescriptor(*again) == written, "one descriptor is written in two ways");
  search(*stored);
  return 0;
}
