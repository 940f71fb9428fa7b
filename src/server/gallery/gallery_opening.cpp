#include "gallery_opening.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <optional>
#include <span>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "facewire/base/clock.hpp"
#include "sample_block.hpp"
#include "searchable_descriptor.hpp"

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
  std::optional<SearchableDescriptor> descriptor;
};

struct PendingFace {
  Owner owner;
  StoredFace face;
  std::optional<Result<vision::Descriptor>> descriptor;
};

/// Calls `work` for every item, on as many threads as there are cores.
template <typename Item, typename Work>
void forEachAtOnce(std::vector<Item>& items, const Work& work) {
  std::atomic<std::size_t> nextItem = 0;
  const auto workThrough = [&] {
    for (std::size_t i = nextItem++; i < items.size(); i = nextItem++) work(items[i]);
  };
  const std::size_t threads = std::min<std::size_t>(items.size(), std::thread::hardware_concurrency());
  std::vector<std::jthread> helpers;
  for (std::size_t i = 1; i < threads; ++i) helpers.emplace_back(workThrough);
  workThrough();
}

Result<vision::Descriptor> encodeSafely(const Gallery::Encode& encode, const StoredFace& face) {
  try {
    return encode(face);
  } catch (const std::exception& error) {
    // One picture must not end the server, and an exception that leaves a thread would.
    return fail(ErrorCode::internal, error.what());
  }
}

std::optional<SearchableDescriptor> decodeSafely(const Bytes& bytes) {
  try {
    return decodeDescriptor(bytes);
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

template <typename T>
T orThrow(Result<T> result) {
  if (!result) throw std::runtime_error("the gallery cannot be read: " + result.error().detail);
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

/// Adds the samples whose descriptors are as they should be; gives those that want a new one, by id.
std::vector<Owner> addStored(GalleryStore& store, const std::string& encoder, FaceIndex& index) {
  std::vector<Owner> wanting;
  std::vector<StoredSample> batch;
  const auto addBatch = [&] {
    forEachAtOnce(batch, [](StoredSample& sample) { sample.descriptor = decodeSafely(sample.bytes); });
    std::vector<FaceIndex::Entry> entries;
    for (StoredSample& sample : batch) {
      if (sample.descriptor) {
        entries.push_back({sample.owner.sample, sample.owner.person, *std::move(sample.descriptor)});
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
    batch.push_back({{sample, person}, *std::move(bytes), std::nullopt});
    if (batch.size() == kBatch) addBatch();
  }));
  addBatch();
  std::ranges::sort(wanting, {}, &Owner::sample);
  return wanting;
}

}  // namespace

void openIndex(GalleryStore& store, const std::string& encoder, const Gallery::Encode& encode,
               const Gallery::OnUnreadable& onUnreadable, const Gallery::OnRemaking& onRemaking, FaceIndex& index) {
  const std::vector<Owner> wanting = addStored(store, encoder, index);
  const Clock::time_point started = Clock::now();
  bool told = false;
  std::vector<PendingFace> batch;
  for (std::size_t done = 0; done < wanting.size(); done += batch.size()) {
    batch.clear();
    for (const Owner& owner : std::span(wanting).subspan(done, std::min(kBatch, wanting.size() - done))) {
      batch.push_back({owner, orThrow(store.readFace(owner.sample)), std::nullopt});
    }
    forEachAtOnce(batch, [&](PendingFace& pending) { pending.descriptor = encodeSafely(encode, pending.face); });

    std::vector<FaceIndex::Entry> entries;
    std::vector<std::pair<SampleId, StoredDescriptor>> remade;
    for (const PendingFace& pending : batch) {
      auto descriptor = pending.descriptor->and_then(toSearchable);
      if (!descriptor) {
        onUnreadable(pending.owner.sample, descriptor.error());
        continue;
      }
      if (!encoder.empty())
        remade.emplace_back(pending.owner.sample, StoredDescriptor{encoder, encodeDescriptor(*descriptor)});
      entries.push_back({pending.owner.sample, pending.owner.person, *std::move(descriptor)});
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
