#include "incoming_gallery.hpp"

#include <utility>

#include "content_check.hpp"
#include "facewire/gallery/incoming_gallery.hpp"
#include "facewire/storage/database_file.hpp"
#include "schema.hpp"

namespace facewire::gallery {
namespace {

tl::unexpected<Error> damaged(const std::string& reason) {
  return fail(ErrorCode::badGallery,
              "it is damaged (" + reason + "); take an older backup, or make another where it came from");
}

Result<void> expectGallery(const std::filesystem::path& file) {
  const storage::Header header = storage::readHeader(file, galleryKind());
  using storage::HeaderFinding;
  switch (header.finding) {
    case HeaderFinding::good:
      return {};
    case HeaderFinding::newer:
      return fail(ErrorCode::badGallery, "a newer Facewire made it (schema " + std::to_string(header.schema) +
                                             ", this server knows " + std::to_string(newestSchema()) +
                                             "); bring the server up to date first");
    case HeaderFinding::otherProgram:
      return fail(ErrorCode::badGallery,
                  "it is a database of another program; name a file that \"facewire gallery backup\" made");
    case HeaderFinding::unreadable:
    case HeaderFinding::noDatabase:
      break;
  }
  return fail(ErrorCode::badGallery, "it is no gallery; name a file that \"facewire gallery backup\" made");
}

/// The file has a name only while it is here, which is of no use to who sent it.
std::string withoutFile(std::string text, const std::filesystem::path& file) {
  for (const std::string& name : {'"' + file.string() + '"', file.string()}) {
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name)) {
      text.replace(at, name.size(), "gallery.db");
    }
  }
  return text;
}

}  // namespace

Result<GalleryCheck> checkIncoming(const std::filesystem::path& file, const CheckHooks& hooks) {
  if (auto gallery = expectGallery(file); !gallery) return fail(gallery.error());
  GalleryCheck check;
  try {
    storage::Database database = storage::Database::openUntouched(file);
    checkContent(database, hooks, check);
  } catch (const storage::SqliteError& error) {
    return damaged(withoutFile(error.what(), file));
  }
  if (!check.damage.empty()) return damaged(check.damage.front());
  for (std::string& problem : check.problems) problem = withoutFile(std::move(problem), file);
  return check;
}

IncomingGallery::IncomingGallery(GalleryContent content, std::vector<std::string> warnings, GalleryStore store,
                                 std::shared_ptr<const GallerySnapshot> snapshot)
    : content_(std::move(content)),
      warnings_(std::move(warnings)),
      store_(std::move(store)),
      snapshot_(std::move(snapshot)) {}

}  // namespace facewire::gallery
