#pragma once

#include <filesystem>

#include "facewire/base/result.hpp"
#include "facewire/gallery/gallery_check.hpp"

namespace facewire::gallery {

/// Looks at a file that was sent as a gallery, as checkGallery does. Errors: `badGallery`, saying what it is instead
/// and the remedy, where it cannot be used. What is wrong with single people and pictures is among the problems.
Result<GalleryCheck> checkIncoming(const std::filesystem::path& file, const CheckHooks& hooks);

}  // namespace facewire::gallery
