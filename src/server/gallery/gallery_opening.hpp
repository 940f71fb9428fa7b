#pragma once

#include <string>

#include "facewire/gallery/gallery.hpp"

namespace facewire::gallery {

/// What an opening works with: Gallery's own, and what its constructor was given.
struct Opening {
  GalleryStore& store;
  const std::string& encoder;
  const Gallery::Encode& encode;
  const Gallery::OnUnreadable& onUnreadable;
  const Gallery::OnRemaking& onRemaking;
  const Gallery::OnNotStored& onNotStored;
};

/// Brings every sample that has no picture into the snapshot. Throws as openIndex.
void openHistograms(const Opening& opening, GallerySnapshot& snapshot);

/// Brings every sample of the store that has a picture into `index`: by the descriptor that was stored for that
/// encoder, or, where there is none or it is damaged, by a new one made from its picture, which is stored for the next
/// time. With an empty id, descriptors are neither looked for nor stored. Throws std::runtime_error where the store
/// cannot be read.
void openIndex(const Opening& opening, FaceIndex& index);

}  // namespace facewire::gallery
