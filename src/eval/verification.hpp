#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace facewire::eval {

/// One comparison of two pictures. `distance`: infinity where a face was not found, which no threshold accepts.
struct PairTrial {
  std::size_t fold = 0;  ///< from 0
  bool same = false;
  double distance = 0;
};

struct FoldAccuracy {
  double mean = 0;
  double deviation = 0;            ///< of the folds' accuracies, with n - 1
  std::vector<double> thresholds;  ///< the one chosen for each fold
};

/// Accuracy over folds, as for Labeled Faces in the Wild (Huang et al. 2007): each fold is judged with the threshold
/// that is best on all the others.
FoldAccuracy foldAccuracy(std::span<const PairTrial> trials);

/// The share of same pairs accepted at the largest threshold that accepts at most `far` of the different ones.
double trueAcceptsAt(std::span<const PairTrial> trials, double far);

/// Where as many same pairs are refused as different ones are accepted, between two thresholds by interpolation.
double equalErrorRate(std::span<const PairTrial> trials);

struct RocPoint {
  double falseAccepts = 0;
  double trueAccepts = 0;
};

/// From nobody accepted to everybody whose faces were found, both rates rising.
std::vector<RocPoint> rocCurve(std::span<const PairTrial> trials);

}  // namespace facewire::eval
