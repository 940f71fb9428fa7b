#pragma once

#include <string>

namespace facewire {

/// "0.970": a point as the decimal sign whatever the locale; "-" for what is not a number.
std::string fixedNumber(double number, int digits);

/// At most `digits` behind the point, without zeros at the end: "0.5", "12".
std::string plainNumber(double number, int digits);

/// How many digits behind the point a distance is told with where faces are named up to `threshold`: 1 for LBPH's,
/// which are tens, 2 for embeddings', of which the largest is 2.
int distanceDigits(double threshold);

}  // namespace facewire
