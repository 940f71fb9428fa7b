#include <map>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "facewire/gallery/gallery.hpp"
#include "gallery_opening.hpp"
#include "incoming_gallery.hpp"
#include "searchable_descriptor.hpp"

namespace facewire::gallery {
namespace {

/// The server is to end, whatever is being prepared.
struct Stopped {};

}  // namespace

void setPeople(GallerySnapshot& snapshot, std::vector<PersonInfo> people) {
  snapshot.people = {};
  snapshot.byName = {};
  for (PersonInfo& person : people) {
    snapshot.byName.emplace(person.name, person.id);
    const PersonId id = person.id;
    snapshot.people.emplace(id, std::make_shared<const PersonInfo>(std::move(person)));
  }
}

Result<void> Gallery::copyInto(const std::filesystem::path& file, const std::stop_token& stop) {
  const std::lock_guard lock(changeMutex_);
  return store_.copyInto(file, stop);
}

Result<IncomingGallery> Gallery::prepare(const std::filesystem::path& file, const Look& look,
                                         const std::stop_token& stop) {
  const auto expectGoingOn = [&stop] {
    if (stop.stop_requested()) throw Stopped{};
  };
  try {
    auto check = checkIncoming(file, {look, [&](std::size_t, std::size_t) { expectGoingOn(); }});
    if (!check) return fail(check.error());
    GalleryStore store(file);
    auto people = store.readPeople();
    if (!people) return fail(people.error());
    auto calibration = store.readCalibration(encoder_);
    if (!calibration) return fail(calibration.error());

    auto snapshot = std::make_shared<GallerySnapshot>(cellPixels_);
    setPeople(*snapshot, std::move(*people));
    snapshot->calibration = std::move(*calibration);
    // What cannot be encoded is among the check's findings.
    const OnUnreadable onUnreadable = [](SampleId, const Error&) {};
    const OnRemaking onRemaking = [&](const Remaking&) { expectGoingOn(); };
    std::optional<Error> notStored;
    const OnNotStored onNotStored = [&notStored](const Error& error) { notStored = error; };
    const Opening opening{store, encoder_, encode_, onUnreadable, onRemaking, onNotStored};
    openIndex(opening, snapshot->index);
    openHistograms(opening, *snapshot);
    if (notStored) return fail(*notStored);
    return IncomingGallery(std::move(*check->content), std::move(check->problems), std::move(store),
                           std::move(snapshot));
  } catch (const Stopped&) {
    return fail(ErrorCode::shuttingDown, "the server is stopping");
  } catch (const std::runtime_error& error) {
    return fail(ErrorCode::internal, std::string("nothing was changed: ") + error.what());
  }
}

Result<void> Gallery::replaceBy(IncomingGallery incoming) {
  const std::lock_guard lock(changeMutex_);
  if (auto replaced = store_.replaceBy(incoming.store_); !replaced) {
    if (store_.isErasureDue()) eraseLater();
    return replaced;
  }
  publish(std::move(incoming.snapshot_));
  return expectErased("the gallery is replaced");
}

Result<std::vector<GalleryStore::Merged::Person>> Gallery::mergeFrom(IncomingGallery& incoming, bool dryRun) {
  const std::lock_guard lock(changeMutex_);
  auto merged = store_.mergeFrom(incoming.store_, encoder_, dryRun);
  if (!merged) {
    if (store_.isErasureDue()) eraseLater();
    return fail(merged.error());
  }
  if (dryRun) return std::move(merged->people);

  // They are on the disk: whatever cannot be read now is there at the next start.
  std::map<SampleId, const GalleryStore::Merged::Sample*> added;
  for (const auto& sample : merged->samples) added.emplace(sample.theirs, &sample);
  const auto all = added;
  std::vector<FaceIndex::Entry> entries;
  const auto take = [&](SampleId theirs, std::optional<SearchableDescriptor> descriptor) {
    const auto found = added.find(theirs);
    if (found == added.end() || !descriptor) return;
    entries.push_back({found->second->ours, found->second->person, *std::move(descriptor)});
    added.erase(found);
  };
  auto read = incoming.store_.readDescriptors(encoder_, [&](SampleId theirs, PersonId, std::optional<Bytes> bytes) {
    if (bytes) take(theirs, decodeDescriptor(*bytes));
  });
  const auto left = added;
  for (const auto& [theirs, sample] : left) {
    try {
      auto descriptor = incoming.store_.readFace(theirs).and_then(encode_).and_then(toSearchable);
      if (descriptor) take(theirs, *std::move(descriptor));
    } catch (const std::exception&) {
      continue;  // a picture that cannot be used, as the check has told
    }
  }
  auto people = store_.readPeople();
  std::vector<std::tuple<SampleId, PersonId, vision::OpenCvHistogram>> histograms;
  if (read) {
    read = incoming.store_.readHistograms([&](SampleId theirs, PersonId, std::optional<vision::OpenCvHistogram> one) {
      const auto found = all.find(theirs);
      if (found == all.end() || !one) return;
      histograms.emplace_back(found->second->ours, found->second->person, *std::move(one));
    });
  }
  if (!read || !people) return fail(read ? people.error() : read.error());
  auto next = std::make_shared<GallerySnapshot>(*snapshot());
  setPeople(*next, std::move(*people));
  next->index.addAll(std::move(entries));
  for (const auto& [sample, person, histogram] : histograms) {
    gallery::addHistogram(*next, sample, person, histogram);
  }
  publish(std::move(next));
  return std::move(merged->people);
}

}  // namespace facewire::gallery
