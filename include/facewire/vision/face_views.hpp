#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "facewire/vision/descriptor.hpp"

namespace facewire::vision {

/// One face as a probe: every way in which it is held beside a sample. A value; safe for concurrent reading.
struct FaceViews {
  /// The face as it is first, then moved, turned and sized. At least one.
  std::vector<Descriptor> views;
  /// Puts more of them, about the one of that number in smaller steps, in the place of what is in `finer`: for whoever
  /// knows which one fitted best. May be empty.
  std::function<void(std::size_t view, std::vector<Descriptor>& finer)> around;
};

}  // namespace facewire::vision
