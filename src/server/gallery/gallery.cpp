#include "facewire/gallery/gallery.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "gallery_opening.hpp"
#include "searchable_descriptor.hpp"

namespace facewire::gallery {
namespace {

template <typename T>
T orThrow(Result<T> result) {
  if (!result) throw std::runtime_error("the gallery cannot be read: " + result.error().detail);
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

void dropEmpty(GallerySnapshot& snapshot) {
  std::erase_if(snapshot.histograms, [](const HistogramIndex& histograms) { return histograms.size() == 0; });
}

}  // namespace

std::size_t GallerySnapshot::samples() const {
  std::size_t count = index.size();
  for (const HistogramIndex& one : histograms) count += one.size();
  return count;
}

void addHistogram(GallerySnapshot& snapshot, SampleId sample, PersonId person,
                  const vision::OpenCvHistogram& histogram) {
  auto index = std::ranges::find(snapshot.histograms, histogram.settings, &HistogramIndex::settings);
  if (index == snapshot.histograms.end()) {
    index = snapshot.histograms.insert(index, HistogramIndex(histogram.settings));
  }
  index->add(sample, person, histogram);
}

Gallery::Gallery(GalleryStore store, int cellPixels, const Encode& encode, const OnUnreadable& onUnreadable,
                 std::string encoder, const OnRemaking& onRemaking, const OnNotStored& onNotStored)
    : encoder_(std::move(encoder)),
      cellPixels_(cellPixels),
      encode_(encode),
      directory_(store.file().parent_path()),
      store_(std::move(store)) {
  auto snapshot = std::make_shared<GallerySnapshot>(cellPixels);
  setPeople(*snapshot, orThrow(store_.readPeople()));
  const Opening opening{store_, encoder_, encode, onUnreadable, onRemaking, onNotStored};
  openIndex(opening, snapshot->index);
  openHistograms(opening, *snapshot);
  snapshot_ = std::move(snapshot);
  if (store_.isErasureDue()) eraseLater();
}

std::shared_ptr<const GallerySnapshot> Gallery::snapshot() const {
  const std::lock_guard lock(snapshotMutex_);
  return snapshot_;
}

Result<Gallery::Added> Gallery::addSample(const std::string& name, const std::string& source, const StoredFace& face,
                                          const vision::Descriptor& descriptor, bool stranger,
                                          const EnrolmentDates& dates) {
  auto searchable = toSearchable(descriptor);
  if (!searchable) return fail(searchable.error());
  std::optional<StoredDescriptor> kept;
  if (!encoder_.empty()) kept = StoredDescriptor{encoder_, encodeDescriptor(*searchable)};
  const std::lock_guard lock(changeMutex_);
  auto stored = store_.addSample(name, source, face, stranger, kept, dates);
  if (!stored) {
    if (store_.isErasureDue()) eraseLater();
    return fail(stored.error());
  }

  auto next = std::make_shared<GallerySnapshot>(*snapshot());
  const std::string since = dates.person.empty() ? stored->sample.created : dates.person;
  Added added =
      include(*next, *std::move(stored), {.name = name, .created = since, .samples = {}, .stranger = stranger});
  next->index.addAll({{added.sample, added.person->id, *std::move(searchable)}});
  publish(std::move(next));
  return added;
}

Result<Gallery::Added> Gallery::addHistogram(const std::string& name, const std::string& source,
                                             const vision::OpenCvHistogram& histogram, std::optional<int> label) {
  if (auto valid = vision::expectValid(histogram); !valid) return fail(valid.error());
  const std::lock_guard lock(changeMutex_);
  auto stored = store_.addHistogram(name, source, histogram, label);
  if (!stored) {
    if (store_.isErasureDue()) eraseLater();
    return fail(stored.error());
  }
  auto next = std::make_shared<GallerySnapshot>(*snapshot());
  const std::string created = stored->sample.created;
  Added added =
      include(*next, *std::move(stored), {.name = name, .created = created, .samples = {}, .openCvLabel = label});
  gallery::addHistogram(*next, added.sample, added.person->id, histogram);
  publish(std::move(next));
  return added;
}

/// The people of a snapshot with a stored sample; `asNew`: the person where they are new.
Gallery::Added Gallery::include(GallerySnapshot& next, GalleryStore::Added stored, PersonInfo asNew) {
  const SampleId sample = stored.sample.id;
  next.byName.emplace(asNew.name, stored.person);
  std::shared_ptr<const PersonInfo>& known = next.people[stored.person];
  asNew.id = stored.person;
  auto person = std::make_shared<PersonInfo>(known ? *known : std::move(asNew));
  person->samples.push_back(std::move(stored.sample));
  known = person;
  return {std::move(person), sample, stored.newPerson};
}

Result<std::size_t> Gallery::removePerson(const std::string& name) {
  const std::lock_guard lock(changeMutex_);
  auto removed = store_.removePerson(name);
  if (!removed) return removed;

  auto next = std::make_shared<GallerySnapshot>(*snapshot());
  const PersonId person = next->byName.at(name);
  next->index.removePerson(person);
  for (HistogramIndex& histograms : next->histograms) histograms.removePerson(person);
  dropEmpty(*next);
  next->people.erase(person);
  next->byName.erase(name);
  publish(std::move(next));
  if (auto erased = expectErased("\"" + name + "\" is removed"); !erased) return fail(erased.error());
  return removed;
}

Result<void> Gallery::renamePerson(const std::string& name, const std::string& newName) {
  const std::lock_guard lock(changeMutex_);
  if (auto renamed = store_.renamePerson(name, newName); !renamed) return renamed;

  auto next = std::make_shared<GallerySnapshot>(*snapshot());
  const PersonId id = next->byName.at(name);
  auto person = std::make_shared<PersonInfo>(*next->people.at(id));
  person->name = newName;
  next->people[id] = std::move(person);
  next->byName.erase(name);
  next->byName.emplace(newName, id);
  publish(std::move(next));
  return expectErased("\"" + name + "\" is renamed");
}

Result<void> Gallery::removeSample(SampleId sample) {
  const std::lock_guard lock(changeMutex_);
  if (auto removed = store_.removeSample(sample); !removed) return removed;

  auto next = std::make_shared<GallerySnapshot>(*snapshot());
  const auto isRemoved = [&](const SampleInfo& info) { return info.id == sample; };
  const auto owner = std::find_if(next->people.begin(), next->people.end(), [&](const auto& entry) {
    return std::ranges::any_of(entry.second->samples, isRemoved);
  });
  if (owner != next->people.end()) {
    auto person = std::make_shared<PersonInfo>(*owner->second);
    std::erase_if(person->samples, isRemoved);
    const PersonId id = person->id;
    next->people[id] = std::move(person);
  }
  next->index.removeSample(sample);
  for (HistogramIndex& histograms : next->histograms) histograms.removeSample(sample);
  dropEmpty(*next);
  publish(std::move(next));
  return expectErased("sample " + std::to_string(sample) + " is removed");
}

Result<void> Gallery::expectErased(const std::string& what) {
  if (!store_.isErasureDue()) return {};
  eraseLater();
  return fail(ErrorCode::internal, what +
                                       ", but another program reads the gallery's file, so that bytes of it are "
                                       "still there: end that program; they are erased a second later");
}

/// With changeMutex_ held, or before anybody else knows of this object.
void Gallery::eraseLater() {
  if (isErasing_) return;
  isErasing_ = true;
  eraser_ = std::jthread([this](const std::stop_token& stop) {
    std::condition_variable_any wake;
    std::unique_lock lock(changeMutex_);
    while (!stop.stop_requested() && !store_.finishErasure()) {
      wake.wait_for(lock, stop, std::chrono::seconds(1), [] { return false; });
    }
    isErasing_ = false;
  });
}

Result<StoredFace> Gallery::readFace(SampleId sample) {
  const std::lock_guard lock(changeMutex_);
  return store_.readFace(sample);
}

Result<std::map<SampleId, vision::OpenCvHistogram>> Gallery::readHistograms() {
  const std::lock_guard lock(changeMutex_);
  std::map<SampleId, vision::OpenCvHistogram> histograms;
  auto read = store_.readHistograms([&](SampleId sample, PersonId, std::optional<vision::OpenCvHistogram> one) {
    if (one) histograms.emplace(sample, *std::move(one));
  });
  if (!read) return fail(read.error());
  return histograms;
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

void Gallery::follow(OnPublished onPublished) {
  const std::lock_guard lock(changeMutex_);
  onPublished_ = std::move(onPublished);
  if (onPublished_) onPublished_(*snapshot());
}

void Gallery::publish(std::shared_ptr<const GallerySnapshot> next) {
  const std::shared_ptr<const GallerySnapshot> published = next;
  {
    const std::lock_guard lock(snapshotMutex_);
    snapshot_.swap(next);
  }
  if (onPublished_) onPublished_(*published);
  // The last snapshot, if nobody reads it any more, is freed here, outside the lock.
}

}  // namespace facewire::gallery
