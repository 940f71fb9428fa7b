#pragma once

#include <optional>
#include <span>

#include "facewire/calibration/trial.hpp"

namespace facewire::calibration {

/// How much the gallery can say of the wished false accept rate.
enum class Footing {
  enough,  ///< 3 / rate strangers' pictures, which tell 0 from the rate (rule of three), of kFewestPeople or more
  thin,    ///< 1 / rate pictures, of as many people
  little   ///< less
};

/// Fewer people than that say little of people at large, however many pictures they have.
inline constexpr std::size_t kFewestPeople = 10;

/// On a thin footing the threshold goes at most this much above the default; on little not above it at all.
inline constexpr double kThinRoom = 1.1;

struct Suggestion {
  double threshold = 0;
  Footing footing = Footing::little;
};

/// The strangers' pictures, and of how many people, that make an `enough` of a false accept rate.
std::size_t picturesWanted(double far);

/// The threshold for a false accept rate `far` (0 to 1, exclusive), of three digits. With n strangers' pictures, sorted
/// by the threshold that each needs to be named, and m = far * (n + 1) rounded down, it is just under the m-th: the
/// next stranger of the same kind is named with a chance of m / (n + 1) at most (the order statistics behind conformal
/// prediction: Vovk, Gammerman and Shafer 2005). Where n is too small for that (m = 0), it is under all of them, and
/// under what a normal distribution of the same mean and deviation gives for the rate.
/// On little footing it is at most the default's, on a thin one kThinRoom of that, and never above what is of use: the
/// default's, or what the gallery's own pictures need. Nothing where nobody could be a stranger, or where two people
/// have the same picture, so that no threshold above 0 keeps the rate.
std::optional<Suggestion> suggestThreshold(std::span<const Trial> trials, double far,
                                           const gallery::DecisionOptions& defaults);

}  // namespace facewire::calibration
