#include "gallery_opening.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <optional>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

#include "descriptor_code.hpp"
#include "facewire/base/clock.hpp"
#include "facewire/base/parallel.hpp"
#include "sample_block.hpp"

namespace facewire::gallery {
namespace {

/// How many samples are taken together: whole blocks, so that nothing is built twice.
constexpr std::size_t kBatch = 2 * SampleBlock::kCapacity;

/// Whoever waits longer than this for pictures to be encoded is told why.
constexpr std::chrono::seconds kSlow{1};

struct Owner {
  SampleId sample;
  PersonId person;
};

struct StoredSample {
  Owner owner;
  Bytes bytes;
  std::shared_ptr<const CountGroups> counts;
};

struct PendingFace {
  Owner owner;
  StoredFace face;
  std::optional<Result<vision::Descriptor>> descriptor;
};

Result<vision::Descriptor> encodeSafely(const Gallery::Encode& encode, const StoredFace& face) {
  try {
    return encode(face);
  } catch (const std::exception& error) {
    // One picture must not end the server.
    return fail(ErrorCode::internal, error.what());
  }
}

std::shared_ptr<const CountGroups> decodeSafely(const Bytes& bytes) {
  try {
    auto counts = decodeCounts(bytes);
    return counts ? std::make_shared<const CountGroups>(*std::move(counts)) : nullptr;
  } catch (const std::exception&) {
    return nullptr;
  }
}

template <typename T>
T orThrow(Result<T> result) {
  if (!result) throw std::runtime_error("the gallery cannot be read: " + result.error().detail);
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

/// Adds the samples whose descriptors are as they should be; gives those that want a new one, by id.
std::vector<Owner> addStored(GalleryStore& store, const std::string& encoder, DescriptorIndex& index) {
  std::vector<Owner> wanting;
  std::vector<StoredSample> batch;
  const auto addBatch = [&] {
    forEachInParallel(batch.size(), [&](std::size_t i) { batch[i].counts = decodeSafely(batch[i].bytes); });
    std::vector<DescriptorIndex::Entry> entries;
    for (StoredSample& sample : batch) {
      if (sample.counts) {
        entries.push_back({sample.owner.sample, sample.owner.person, std::move(sample.counts)});
      } else {
        wanting.push_back(sample.owner);
      }
    }
    index.addAll(std::move(entries));
    batch.clear();
  };
  orThrow(store.readDescriptors(encoder, [&](SampleId sample, PersonId person, std::optional<Bytes> bytes) {
    if (!bytes) {
      wanting.push_back({sample, person});
      return;
    }
    batch.push_back({{sample, person}, *std::move(bytes), nullptr});
    if (batch.size() == kBatch) addBatch();
  }));
  addBatch();
  std::ranges::sort(wanting, {}, &Owner::sample);
  return wanting;
}

}  // namespace

void openIndex(GalleryStore& store, const std::string& encoder, const Gallery::Encode& encode,
               const Gallery::OnUnreadable& onUnreadable, const Gallery::OnRemaking& onRemaking,
               DescriptorIndex& index) {
  const std::vector<Owner> wanting = addStored(store, encoder, index);
  const Clock::time_point started = Clock::now();
  bool told = false;
  std::vector<PendingFace> batch;
  for (std::size_t done = 0; done < wanting.size(); done += batch.size()) {
    batch.clear();
    for (const Owner& owner : std::span(wanting).subspan(done, std::min(kBatch, wanting.size() - done))) {
      batch.push_back({owner, orThrow(store.readFace(owner.sample)), std::nullopt});
    }
    forEachInParallel(batch.size(), [&](std::size_t i) { batch[i].descriptor = encodeSafely(encode, batch[i].face); });

    std::vector<DescriptorIndex::Entry> entries;
    std::vector<std::pair<SampleId, StoredDescriptor>> remade;
    for (const PendingFace& pending : batch) {
      const Result<vision::Descriptor>& descriptor = *pending.descriptor;
      if (!descriptor) {
        onUnreadable(pending.owner.sample, descriptor.error());
        continue;
      }
      auto counts = std::make_shared<CountGroups>();
      counts->assign(*descriptor);
      if (!encoder.empty()) remade.emplace_back(pending.owner.sample, StoredDescriptor{encoder, encodeCounts(*counts)});
      entries.push_back({pending.owner.sample, pending.owner.person, std::move(counts)});
    }
    index.addAll(std::move(entries));
    // Where they cannot be stored, the next start makes them again: slower, and no reason not to serve.
    if (!remade.empty()) (void)store.writeDescriptors(remade);
    if (!told && onRemaking && Clock::now() - started > kSlow) {
      onRemaking(done + batch.size(), wanting.size());
      told = true;
    }
  }
}

}  // namespace facewire::gallery
