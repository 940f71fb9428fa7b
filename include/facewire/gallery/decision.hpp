#pragma once

#include <span>

#include "facewire/gallery/descriptor_index.hpp"
#include "facewire/protocol/faces.hpp"

namespace facewire::gallery {

/// When a face is named. Unknown is the default: a name is given only under the threshold.
struct DecisionOptions {
  double threshold = 70.0;  ///< the largest distance at which a face is named
};

struct Decision {
  protocol::Reason reason = protocol::Reason::emptyGallery;
  double score = 0;  ///< 0..1, 0.5 at the threshold
  bool accepted() const { return reason == protocol::Reason::accepted; }
};

/// `matches`: nearest people first, as DescriptorIndex gives them. A pure function.
Decision decide(std::span<const PersonMatch> matches, const DecisionOptions& options);

}  // namespace facewire::gallery
