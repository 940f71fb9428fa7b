#pragma once

#include <optional>
#include <string>

#include "facewire/gallery/decision.hpp"
#include "facewire/gallery/gallery.hpp"
#include "facewire/vision/descriptor.hpp"
#include "facewire/vision/face_views.hpp"

namespace facewire::service {

/// Somebody else whom a face would be taken for.
struct Likeness {
  std::string name;
  gallery::SampleId sample = 0;  ///< the nearest one
  double distance = 0;
};

/// As whom the face would be named were it not for `name`: the ordinary decision, against everybody else. Nothing where
/// it would stay unknown. A pure function.
std::optional<Likeness> findLikeness(const gallery::GallerySnapshot& snapshot, const std::string& name,
                                     const vision::FaceViews& face, const gallery::DecisionOptions& options);

/// The sample of `name` that is this very face: enrolled from the same picture. A pure function.
std::optional<gallery::SampleId> findSamePicture(const gallery::GallerySnapshot& snapshot, const std::string& name,
                                                 const vision::Descriptor& face);

}  // namespace facewire::service
