#pragma once

#include <span>
#include <vector>

#include "facewire/gallery/face_index.hpp"
#include "facewire/protocol/faces.hpp"

namespace facewire::gallery {

/// When a face is named. Unknown is the default: a name is given only to a face that is near to one person and clearly
/// nearer to them than to the next.
struct DecisionOptions {
  /// The largest distance at which a face is named, where nobody else is near. Measured for the default encoder, whose
  /// distances are 0 to 144 (docs/accuracy.md).
  double threshold = 68.0;
  /// A next person at this many thresholds or farther does not count. A nearer one lowers the largest distance, to
  /// threshold * (next / (clearOfNext * threshold))^(3/4): with the distance's own fourth part, the distance times the
  /// cube of its ratio to the next person's is held under one bound. 0: the next person never counts. A stranger is
  /// about equally far from everybody, so his nearest is not enough to go by.
  /// In no case is a face named that is within a fiftieth of as near to the next person.
  double clearOfNext = 1.3;
  /// Where only one person is enrolled there is no next one to go by: as if there were one at this distance, which is
  /// about where strangers are.
  double absentNext = 66.0;

  /// For embeddings, whose distance is 1 - cosine: 0 to 2, about 1 between strangers (docs/accuracy.md).
  static DecisionOptions ofEmbeddings();
};

struct Decision {
  protocol::Reason reason = protocol::Reason::emptyGallery;
  double score = 0;      ///< 0..1, 0.5 at the limit
  double limit = 0;      ///< the largest distance at which this face would have been named; at most the threshold
  double threshold = 0;  ///< the largest distance at which any face is named in this gallery
  bool accepted() const { return reason == protocol::Reason::accepted; }
};

/// `matches`: nearest people first, as FaceIndex gives them; the first two count, and one alone means that nobody
/// else is enrolled. `tooFar` beyond the threshold; `ambiguous` under it, but too near to the next person. A pure
/// function.
Decision decide(std::span<const PersonMatch> matches, const DecisionOptions& options);

/// The people that `decide` is to be asked with: the nearest and the next. Does without the finer views of a face that
/// is named as it is.
std::vector<PersonMatch> findNearestToDecide(const FaceIndex& index, const vision::FaceViews& face,
                                             const DecisionOptions& options, const FaceIndex::Admits& admits = nullptr);
/// The same into `nearest`, whose memory is used again.
void findNearestToDecide(const FaceIndex& index, const vision::FaceViews& face, const DecisionOptions& options,
                         std::vector<PersonMatch>& nearest);

/// The other way round: the least threshold at which `decide` accepts these matches, all other options as they are;
/// infinity where none does. A pure function.
double thresholdNeeded(std::span<const PersonMatch> matches, const DecisionOptions& options);

}  // namespace facewire::gallery
