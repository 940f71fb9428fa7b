#pragma once

#include "facewire/vision/face_chip.hpp"
#include "facewire/vision/face_quality.hpp"

namespace facewire::vision::test {

/// What measureQuality gives, by OpenCV's functions and plain loops.
FaceQuality measureQuality(const FaceChip& chip);

}  // namespace facewire::vision::test
