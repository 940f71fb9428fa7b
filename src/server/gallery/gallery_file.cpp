#include "gallery_file.hpp"

#include "schema.hpp"

namespace facewire::gallery {

storage::Database openGalleryFile(const std::filesystem::path& file) {
  return storage::openDatabaseFile(file, galleryKind());
}

}  // namespace facewire::gallery
