#include "gallery_opening.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <optional>
#include <span>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "facewire/base/clock.hpp"
#include "facewire/base/parallel.hpp"
#include "sample_block.hpp"
#include "searchable_descriptor.hpp"

namespace facewire::gallery {
namespace {

/// How many samples are taken together: whole blocks, so that nothing is built twice.
constexpr std::size_t kBatch = 2 * SampleBlock::kCapacity;

/// How many of those that have to be encoded are taken together, for each core.
constexpr std::size_t kPieceForACore = 16;

/// New descriptors wait no longer than this to be stored, however slow the encoder is.
constexpr std::chrono::seconds kStoredEvery{2};

/// Whoever waits longer than this for faces to be encoded is told why, and then every so often how far it is.
constexpr std::chrono::seconds kSlow{1};
constexpr std::chrono::seconds kToldEvery{3};

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

Result<vision::Descriptor> encodeSafely(const Gallery::Encode& encode, const StoredFace& face) {
  try {
    return encode(face);
  } catch (const std::exception& error) {
    // One picture must not end the server.
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
    forEachInParallel(batch.size(), [&](std::size_t i) { batch[i].descriptor = decodeSafely(batch[i].bytes); });
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

/// Encodes the samples that want it, piece by piece, stores what it made batch by batch, and tells how far it is.
class Remaker {
 public:
  Remaker(const Opening& opening, FaceIndex& index, std::size_t all) : opening_(opening), index_(index) {
    progress_.all = all;
  }

  void remake(std::span<const Owner> owners) {
    std::vector<PendingFace> piece;
    for (const Owner& owner : owners) {
      piece.push_back({owner, orThrow(opening_.store.readFace(owner.sample)), std::nullopt});
    }
    forEachInParallel(piece.size(),
                      [&](std::size_t i) { piece[i].descriptor = encodeSafely(opening_.encode, piece[i].face); });
    for (const PendingFace& pending : piece) take(pending);
    progress_.done += piece.size();
    const Clock::time_point now = Clock::now();
    const bool isReportDue = now > nextReport_ && progress_.done < progress_.all;
    if (isReportDue || entries_.size() >= kBatch || now - lastStored_ > kStoredEvery) store();
    if (isReportDue) tell();
  }

  void end() {
    isLast_ = true;
    store();
    progress_.ended = true;
    tell();
  }

 private:
  void take(const PendingFace& pending) {
    auto descriptor = pending.descriptor->and_then(toSearchable);
    if (!descriptor) {
      ++progress_.unreadable;
      opening_.onUnreadable(pending.owner.sample, descriptor.error());
      return;
    }
    if (!opening_.encoder.empty()) {
      remade_.emplace_back(pending.owner.sample, StoredDescriptor{opening_.encoder, encodeDescriptor(*descriptor)});
    }
    entries_.push_back({pending.owner.sample, pending.owner.person, *std::move(descriptor)});
  }

  void store() {
    index_.addAll(std::exchange(entries_, {}));
    lastStored_ = Clock::now();
    if (opening_.encoder.empty()) return;
    // What others made stays where not all of this encoder's could be stored.
    const auto written = isLast_ && allStored_ ? opening_.store.completeDescriptors(opening_.encoder, remade_)
                                               : opening_.store.writeDescriptors(remade_);
    remade_.clear();
    if (written) return;
    // The next start makes them again: slower, and no reason not to serve.
    if (allStored_ && opening_.onNotStored) opening_.onNotStored(written.error());
    allStored_ = false;
  }

  void tell() {
    const Clock::time_point now = Clock::now();
    nextReport_ = now + kToldEvery;
    progress_.elapsed = now - started_;
    if (opening_.onRemaking) opening_.onRemaking(progress_);
  }

  const Opening& opening_;
  FaceIndex& index_;
  const Clock::time_point started_ = Clock::now();
  Clock::time_point nextReport_ = started_ + kSlow;
  Clock::time_point lastStored_ = started_;
  Gallery::Remaking progress_;
  std::vector<FaceIndex::Entry> entries_;                      ///< made since then
  std::vector<std::pair<SampleId, StoredDescriptor>> remade_;  ///< the same, as it is stored
  bool isLast_ = false;
  bool allStored_ = true;
};

}  // namespace

void openHistograms(const Opening& opening, GallerySnapshot& snapshot) {
  orThrow(opening.store.readHistograms(
      [&](SampleId sample, PersonId person, const std::optional<vision::OpenCvHistogram>& histogram) {
        if (histogram) {
          addHistogram(snapshot, sample, person, *histogram);
        } else {
          opening.onUnreadable(sample, {ErrorCode::corruptImage, "what OpenCV made of it is damaged"});
        }
      }));
}

void openIndex(const Opening& opening, FaceIndex& index) {
  const std::vector<Owner> wanting = addStored(opening.store, opening.encoder, index);
  if (wanting.empty()) return;
  Remaker remaker(opening, index, wanting.size());
  const std::size_t piece = kPieceForACore * std::max(1U, std::thread::hardware_concurrency());
  for (std::size_t done = 0; done < wanting.size(); done += piece) {
    remaker.remake(std::span(wanting).subspan(done, std::min(piece, wanting.size() - done)));
  }
  remaker.end();
}

}  // namespace facewire::gallery
