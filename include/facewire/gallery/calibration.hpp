#pragma once

#include <cstdint>
#include <string>

namespace facewire::gallery {

/// A threshold that was found on this gallery's own people, and for what.
struct Calibration {
  double threshold = 0;
  double far = 0;            ///< the false accept rate that was wished for
  std::int64_t people = 0;   ///< whose pictures it was found on
  std::int64_t samples = 0;  ///< how many pictures those were
  std::string created = {};  ///< UTC, "2026-11-22T14:41:07Z"
  friend bool operator==(const Calibration&, const Calibration&) = default;
};

}  // namespace facewire::gallery
