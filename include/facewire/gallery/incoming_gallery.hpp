#pragma once

#include <memory>
#include <string>
#include <vector>

#include "facewire/gallery/gallery_check.hpp"
#include "facewire/gallery/gallery_snapshot.hpp"
#include "facewire/gallery/gallery_store.hpp"

namespace facewire::gallery {

/// A gallery from elsewhere, in a file of its own, ready to take this one's place or to join it: see Gallery::prepare.
/// The file must outlive it. Confined to one thread.
class IncomingGallery {
 public:
  const GalleryContent& content() const { return content_; }

  /// What is wrong with single people and pictures; they come along as they are. Each names the remedy.
  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  friend class Gallery;
  IncomingGallery(GalleryContent content, std::vector<std::string> warnings, GalleryStore store,
                  std::shared_ptr<const GallerySnapshot> snapshot);

  GalleryContent content_;
  std::vector<std::string> warnings_;
  GalleryStore store_;
  std::shared_ptr<const GallerySnapshot> snapshot_;  ///< shared with the frames in work, once it is the server's
};

}  // namespace facewire::gallery
