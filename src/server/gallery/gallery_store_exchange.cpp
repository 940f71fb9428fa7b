#include "gallery_copy.hpp"
#include "gallery_merge.hpp"
#include "gallery_store_impl.hpp"

namespace facewire::gallery {

using storage::Database;
using storage::Query;
using storage::SqliteError;
using storage::Statement;

const std::filesystem::path& GalleryStore::file() const {
  return impl_->database.file();
}

Result<void> GalleryStore::copyInto(const std::filesystem::path& file, const std::stop_token& stop) {
  return impl_->reported([&]() -> Result<void> {
    try {
      copyDatabase(impl_->database, file, stop);
      return {};
    } catch (const SqliteError& error) {
      if (error.code() != SQLITE_INTERRUPT) throw;
      return fail(ErrorCode::shuttingDown, "the server is stopping");
    }
  });
}

Result<void> GalleryStore::replaceBy(GalleryStore& other) {
  auto replaced = impl_->erased([&]() -> Result<void> {
    replaceContent(impl_->database, other.impl_->database);
    return {};
  });
  if (!replaced) impl_->finishErasure(std::chrono::milliseconds(0));
  return replaced;
}

Result<GalleryStore::Merged> GalleryStore::mergeFrom(GalleryStore& other, const std::string& encoder, bool dryRun) {
  const auto toldOf = [](const MergePlan& plan) {
    Merged merged;
    for (const MergePlan::Joining& joining : plan.people) merged.people.push_back(joining.told);
    return merged;
  };
  Database& theirs = other.impl_->database;
  if (dryRun) {
    return impl_->reported([&]() -> Result<Merged> { return toldOf(planMerge(impl_->database, theirs)); });
  }
  auto merged = impl_->changed([&]() -> Result<Merged> {
    const MergePlan plan = planMerge(impl_->database, theirs);
    Merged done = toldOf(plan);
    done.samples = addPlanned(plan, impl_->database, theirs);
    Statement readHistogram(theirs, "SELECT checksum, bytes FROM histograms WHERE sample = ?1");
    for (const Merged::Sample& sample : done.samples) {
      Query row(readHistogram, sample.theirs);
      if (!row.next()) continue;
      const Bytes bytes = row.blob(1);
      if (histogramChecksum(sample.theirs, bytes) == row.integer(0)) impl_->writeHistogram(sample.ours, bytes);
    }
    Statement readDescriptor(theirs, "SELECT checksum, bytes FROM descriptors WHERE sample = ?1 AND encoder = ?2");
    for (const Merged::Sample& sample : done.samples) {
      Query row(readDescriptor, sample.theirs, std::string_view(encoder));
      if (!row.next()) continue;
      Bytes bytes = row.blob(1);
      if (checksumOf(encoder, sample.theirs, bytes) != row.integer(0)) continue;
      impl_->writeDescriptor(sample.ours, {encoder, std::move(bytes)});
    }
    return done;
  });
  if (!merged) impl_->finishErasure(std::chrono::milliseconds(0));
  return merged;
}

}  // namespace facewire::gallery
