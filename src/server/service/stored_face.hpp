#pragma once

#include "facewire/gallery/stored_face.hpp"
#include "facewire/vision/face_chip.hpp"

namespace facewire::service {

/// A chip as the store keeps it, and back. Errors: `internal`; `corruptImage` where the stored PNG is damaged or its
/// box is not inside it.
Result<gallery::StoredFace> toStored(const vision::FaceChip& chip);
Result<vision::FaceChip> fromStored(const gallery::StoredFace& face);

}  // namespace facewire::service
