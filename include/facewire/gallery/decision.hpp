#pragma once

#include <span>

#include "facewire/gallery/descriptor_index.hpp"
#include "facewire/protocol/faces.hpp"

namespace facewire::gallery {

/// When a face is named. Unknown is the default: a name is given only under the threshold.
struct DecisionOptions {
  /// The largest distance at which a face is named. Measured for the default encoder, where distances are 0 to 100: one
  /// stranger in a hundred or fewer is named in small galleries of AT&T and LFW faces.
  double threshold = 33.0;
};

struct Decision {
  protocol::Reason reason = protocol::Reason::emptyGallery;
  double score = 0;  ///< 0..1, 0.5 at the threshold
  bool accepted() const { return reason == protocol::Reason::accepted; }
};

/// `matches`: nearest people first, as DescriptorIndex gives them. A pure function.
Decision decide(std::span<const PersonMatch> matches, const DecisionOptions& options);

}  // namespace facewire::gallery
