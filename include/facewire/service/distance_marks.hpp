#pragma once

namespace facewire::service {

/// What distances mean beside the threshold, in parts of an encoder's default threshold.
struct DistanceMarks {
  /// Under this two pictures of one person are nearly the same, as neighbouring frames of a video are.
  double nearIdentical;
  /// Under this a picture adds nothing to the one it is compared with.
  double alike;
  /// Over this a picture may well be of somebody else.
  double other;

  static DistanceMarks ofHistograms();
  static DistanceMarks ofNetworks();
};

}  // namespace facewire::service
