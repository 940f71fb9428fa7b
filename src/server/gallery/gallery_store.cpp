#include "facewire/gallery/gallery_store.hpp"

#include "gallery_error.hpp"
#include "gallery_store_impl.hpp"
#include "histogram_code.hpp"

namespace facewire::gallery {

using storage::Database;
using storage::Query;
using storage::SqliteError;
using storage::Statement;

namespace {

StoredFace faceFrom(const Query& row, int firstColumn) {
  const auto column = [&](int offset) { return static_cast<int>(row.integer(firstColumn + offset)); };
  return {.png = row.blob(firstColumn + 4),
          .face = {.x = column(0), .y = column(1), .width = column(2), .height = column(3)}};
}

}  // namespace

GalleryStore::GalleryStore(const std::filesystem::path& file) try : impl_(std::make_unique<Impl>(file)) {
} catch (const SqliteError& error) {
  // The tables are not what their version says.
  throw std::runtime_error("\"" + file.string() + "\" is damaged (" + error.what() +
                           "): restore it from a copy, or move it away to start with an empty gallery");
}

GalleryStore::~GalleryStore() = default;
GalleryStore::GalleryStore(GalleryStore&&) noexcept = default;

Result<std::vector<PersonInfo>> GalleryStore::readPeople() {
  return impl_->reported([&]() -> Result<std::vector<PersonInfo>> {
    std::vector<PersonInfo> people;
    Query row(impl_->selectPeople);
    while (row.next()) {
      if (people.empty() || people.back().id != row.integer(0)) {
        people.push_back({.id = row.integer(0),
                          .name = row.text(1),
                          .created = row.text(2),
                          .samples = {},
                          .stranger = row.integer(6) != 0});
        if (!row.isNull(8)) people.back().openCvLabel = static_cast<int>(row.integer(8));
      }
      if (row.isNull(3)) continue;
      people.back().samples.push_back(
          {.id = row.integer(3), .source = row.text(4), .created = row.text(5), .hasPicture = row.integer(7) > 0});
    }
    return people;
  });
}

Result<void> GalleryStore::readFaces(const std::function<void(SampleId, PersonId, const StoredFace&)>& visit) {
  return impl_->reported([&]() -> Result<void> {
    Query row(impl_->selectFaces);
    while (row.next()) visit(row.integer(0), row.integer(1), faceFrom(row, 2));
    return {};
  });
}

Result<void> GalleryStore::readDescriptors(const std::string& encoder,
                                           const std::function<void(SampleId, PersonId, std::optional<Bytes>)>& visit) {
  return impl_->reported([&]() -> Result<void> {
    Query row(impl_->selectDescriptors, encoder);
    while (row.next()) {
      const SampleId sample = row.integer(0);
      std::optional<Bytes> descriptor;
      if (!row.isNull(3)) descriptor = row.blob(3);
      if (descriptor && checksumOf(encoder, sample, *descriptor) != row.integer(2)) descriptor.reset();
      visit(sample, row.integer(1), std::move(descriptor));
    }
    return {};
  });
}

Result<void> GalleryStore::writeDescriptors(const std::vector<std::pair<SampleId, StoredDescriptor>>& descriptors) {
  return impl_->changed([&]() -> Result<void> {
    for (const auto& [sample, descriptor] : descriptors) impl_->writeDescriptor(sample, descriptor);
    return {};
  });
}

Result<void> GalleryStore::completeDescriptors(const std::string& encoder,
                                               const std::vector<std::pair<SampleId, StoredDescriptor>>& last) {
  return impl_->erased([&]() -> Result<void> {
    for (const auto& [sample, descriptor] : last) impl_->writeDescriptor(sample, descriptor);
    run(impl_->deleteOtherDescriptors, encoder);
    return {};
  });
}

Result<GalleryStore::Added> GalleryStore::addSample(const std::string& name, const std::string& source,
                                                    const StoredFace& face, bool stranger,
                                                    const std::optional<StoredDescriptor>& descriptor,
                                                    const EnrolmentDates& dates) {
  auto stored = impl_->changed([&]() -> Result<Added> {
    auto added = impl_->insert(name, source, face, stranger, dates);
    if (added && descriptor) impl_->writeDescriptor(added->sample.id, *descriptor);
    return added;
  });
  // As much of it as the disk took is in the log, where it is not wanted by anybody.
  if (!stored && stored.error().code == ErrorCode::internal) impl_->finishErasure(std::chrono::milliseconds(0));
  return stored;
}

Result<GalleryStore::Added> GalleryStore::addHistogram(const std::string& name, const std::string& source,
                                                       const vision::OpenCvHistogram& histogram,
                                                       std::optional<int> label) {
  auto stored = impl_->changed([&]() -> Result<Added> {
    auto added = impl_->insert(name, source, {}, false, {});
    if (!added) return added;
    impl_->writeHistogram(added->sample.id, encodeHistogram(histogram));
    added->sample.hasPicture = false;
    if (label && added->newPerson) run(impl_->setLabel, added->person, *label);
    return added;
  });
  if (!stored && stored.error().code == ErrorCode::internal) impl_->finishErasure(std::chrono::milliseconds(0));
  return stored;
}

Result<void> GalleryStore::readHistograms(
    const std::function<void(SampleId, PersonId, std::optional<vision::OpenCvHistogram>)>& visit) {
  return impl_->reported([&]() -> Result<void> {
    Query row(impl_->selectHistograms);
    while (row.next()) {
      std::optional<vision::OpenCvHistogram> histogram;
      if (!row.isNull(3)) {
        const Bytes bytes = row.blob(3);
        if (histogramChecksum(row.integer(0), bytes) == row.integer(2)) histogram = decodeHistogram(bytes);
      }
      visit(row.integer(0), row.integer(1), std::move(histogram));
    }
    return {};
  });
}

Result<std::size_t> GalleryStore::removePerson(const std::string& name) {
  return impl_->erased([&]() -> Result<std::size_t> {
    const PersonId person = impl_->findPerson(name);
    if (person == 0) return fail(nobodyNamed(name));
    Query count(impl_->countSamples, person);
    count.next();
    run(impl_->deletePerson, person);
    return static_cast<std::size_t>(count.integer(0));
  });
}

Result<void> GalleryStore::renamePerson(const std::string& name, const std::string& newName) {
  // The old name is as personal as a picture.
  return impl_->erased([&]() -> Result<void> {
    const PersonId person = impl_->findPerson(name);
    if (person == 0) return fail(nobodyNamed(name));
    if (const PersonId other = impl_->findPerson(newName); other != 0 && other != person) {
      return fail(ErrorCode::nameTaken, "\"" + newName + "\" is enrolled already: choose another name");
    }
    run(impl_->updateName, person, newName);
    return {};
  });
}

Result<void> GalleryStore::removeSample(SampleId sample) {
  return impl_->erased([&]() -> Result<void> {
    run(impl_->deleteSample, sample);
    if (sqlite3_changes(impl_->database.connection()) == 0) return fail(noSample(sample));
    return {};
  });
}

bool GalleryStore::isErasureDue() const {
  return impl_->isErasureDue;
}

bool GalleryStore::finishErasure() {
  return impl_->finishErasure(std::chrono::milliseconds(0));
}

Result<StoredFace> GalleryStore::readFace(SampleId sample) {
  return impl_->reported([&]() -> Result<StoredFace> {
    Query row(impl_->selectFace, sample);
    if (!row.next()) return fail(noSample(sample));
    StoredFace face = faceFrom(row, 0);
    if (face.png.empty()) return fail(withoutPicture(sample));
    return face;
  });
}

Result<std::optional<Calibration>> GalleryStore::readCalibration(const std::string& encoder) {
  return impl_->reported([&]() -> Result<std::optional<Calibration>> {
    Query row(impl_->selectCalibration, encoder);
    if (!row.next()) return std::nullopt;
    return Calibration{row.real(0), row.real(1), row.integer(2), row.integer(3), row.text(4)};
  });
}

Result<void> GalleryStore::writeCalibration(const std::string& encoder, const Calibration& calibration) {
  return impl_->changed([&]() -> Result<void> {
    run(impl_->replaceCalibration, encoder, calibration.threshold, calibration.far, calibration.people,
        calibration.samples, calibration.created);
    return {};
  });
}

Result<bool> GalleryStore::removeCalibration(const std::string& encoder) {
  return impl_->changed([&]() -> Result<bool> {
    run(impl_->deleteCalibration, encoder);
    return sqlite3_changes(impl_->database.connection()) > 0;
  });
}

}  // namespace facewire::gallery
