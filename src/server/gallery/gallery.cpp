#include "facewire/gallery/gallery.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

namespace facewire::gallery {
namespace {

/// How many pictures are in memory at once while the gallery is read.
constexpr std::size_t kBatch = 512;

struct PendingFace {
  SampleId sample;
  PersonId person;
  StoredFace face;
  std::optional<Result<vision::Descriptor>> descriptor;
};

Result<vision::Descriptor> encodeSafely(const Gallery::Encode& encode, const StoredFace& face) {
  try {
    return encode(face);
  } catch (const std::exception& error) {
    // One picture must not end the server, and an exception that leaves a thread would.
    return fail(ErrorCode::internal, error.what());
  }
}

void encodeAll(std::vector<PendingFace>& faces, const Gallery::Encode& encode) {
  std::atomic<std::size_t> nextFace = 0;
  const auto work = [&] {
    for (std::size_t i = nextFace++; i < faces.size(); i = nextFace++) {
      faces[i].descriptor = encodeSafely(encode, faces[i].face);
    }
  };
  std::vector<std::jthread> helpers;
  for (unsigned i = 1; i < std::thread::hardware_concurrency(); ++i) helpers.emplace_back(work);
  work();
}

template <typename T>
T orThrow(Result<T> result) {
  if (!result) throw std::runtime_error("the gallery cannot be read: " + result.error().detail);
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

}  // namespace

Gallery::Gallery(GalleryStore store, int cellPixels, const Encode& encode, const OnUnreadable& onUnreadable)
    : store_(std::move(store)) {
  auto snapshot = std::make_shared<GallerySnapshot>(cellPixels);
  for (PersonInfo& person : orThrow(store_.readPeople())) {
    snapshot->byName.emplace(person.name, person.id);
    const PersonId id = person.id;
    snapshot->people.emplace(id, std::make_shared<const PersonInfo>(std::move(person)));
  }

  std::vector<PendingFace> batch;
  const auto encodeBatch = [&] {
    encodeAll(batch, encode);
    for (PendingFace& pending : batch) {
      if (Result<vision::Descriptor>& descriptor = *pending.descriptor) {
        snapshot->index.add(pending.sample, pending.person,
                            std::make_shared<const vision::Descriptor>(*std::move(descriptor)));
      } else {
        onUnreadable(pending.sample, descriptor.error());
      }
    }
    batch.clear();
  };
  orThrow(store_.readFaces([&](SampleId sample, PersonId person, const StoredFace& face) {
    batch.push_back({sample, person, face, std::nullopt});
    if (batch.size() == kBatch) encodeBatch();
  }));
  encodeBatch();
  snapshot_ = std::move(snapshot);
}

std::shared_ptr<const GallerySnapshot> Gallery::snapshot() const {
  const std::lock_guard lock(snapshotMutex_);
  return snapshot_;
}

Result<Gallery::Added> Gallery::addSample(const std::string& name, const std::string& source, const StoredFace& face,
                                          vision::Descriptor descriptor, bool stranger) {
  const std::lock_guard lock(changeMutex_);
  auto stored = store_.addSample(name, source, face, stranger);
  if (!stored) return fail(stored.error());

  auto next = std::make_shared<GallerySnapshot>(*snapshot());
  const SampleId sample = stored->sample.id;
  std::shared_ptr<const PersonInfo>& entry = next->people[stored->person];
  auto person =
      entry ? std::make_shared<PersonInfo>(*entry)
            : std::make_shared<PersonInfo>(PersonInfo{stored->person, name, stored->sample.created, {}, stranger});
  person->samples.push_back(std::move(stored->sample));
  entry = person;
  next->byName.emplace(name, stored->person);
  next->index.add(sample, stored->person, std::make_shared<const vision::Descriptor>(std::move(descriptor)));
  publish(std::move(next));
  return Added{std::move(person), sample, stored->newPerson};
}

Result<std::size_t> Gallery::removePerson(const std::string& name) {
  const std::lock_guard lock(changeMutex_);
  auto removed = store_.removePerson(name);
  if (!removed) return removed;

  auto next = std::make_shared<GallerySnapshot>(*snapshot());
  const auto entry = next->byName.find(name);
  next->index.removePerson(entry->second);
  next->people.erase(entry->second);
  next->byName.erase(entry);
  publish(std::move(next));
  return removed;
}

Result<void> Gallery::renamePerson(const std::string& name, const std::string& newName) {
  const std::lock_guard lock(changeMutex_);
  if (auto renamed = store_.renamePerson(name, newName); !renamed) return renamed;

  auto next = std::make_shared<GallerySnapshot>(*snapshot());
  auto entry = next->byName.extract(name);
  entry.key() = newName;
  std::shared_ptr<const PersonInfo>& known = next->people.at(entry.mapped());
  auto person = std::make_shared<PersonInfo>(*known);
  person->name = newName;
  known = std::move(person);
  next->byName.insert(std::move(entry));
  publish(std::move(next));
  return {};
}

Result<void> Gallery::removeSample(SampleId sample) {
  const std::lock_guard lock(changeMutex_);
  if (auto removed = store_.removeSample(sample); !removed) return removed;

  auto next = std::make_shared<GallerySnapshot>(*snapshot());
  const auto isRemoved = [&](const SampleInfo& info) { return info.id == sample; };
  for (auto& [id, known] : next->people) {
    if (std::none_of(known->samples.begin(), known->samples.end(), isRemoved)) continue;
    auto person = std::make_shared<PersonInfo>(*known);
    std::erase_if(person->samples, isRemoved);
    known = std::move(person);
    break;
  }
  next->index.removeSample(sample);
  publish(std::move(next));
  return {};
}

Result<StoredFace> Gallery::readFace(SampleId sample) {
  const std::lock_guard lock(changeMutex_);
  return store_.readFace(sample);
}

Result<void> Gallery::loadCalibration(const std::string& encoder) {
  const std::lock_guard lock(changeMutex_);
  auto calibration = store_.readCalibration(encoder);
  if (!calibration) return fail(calibration.error());
  publishCalibration(std::move(*calibration));
  return {};
}

Result<void> Gallery::storeCalibration(const std::string& encoder, const Calibration& calibration) {
  const std::lock_guard lock(changeMutex_);
  if (auto written = store_.writeCalibration(encoder, calibration); !written) return written;
  publishCalibration(calibration);
  return {};
}

Result<bool> Gallery::removeCalibration(const std::string& encoder) {
  const std::lock_guard lock(changeMutex_);
  auto removed = store_.removeCalibration(encoder);
  if (removed) publishCalibration(std::nullopt);
  return removed;
}

void Gallery::publishCalibration(std::optional<Calibration> calibration) {
  auto next = std::make_shared<GallerySnapshot>(*snapshot());
  next->calibration = std::move(calibration);
  publish(std::move(next));
}

void Gallery::publish(std::shared_ptr<const GallerySnapshot> next) {
  {
    const std::lock_guard lock(snapshotMutex_);
    snapshot_.swap(next);
  }
  // The last snapshot, if nobody reads it any more, is freed here, outside the lock.
}

}  // namespace facewire::gallery
