#pragma once

#include <opencv2/core/types.hpp>
#include <vector>

#include "facewire/vision/detected_face.hpp"
#include "facewire/vision/window_groups.hpp"

namespace facewire::tracking {

/// What the search of one frame needs in memory, whichever connection's: kept, the next frame takes none. Confined to
/// one thread.
struct SearchBuffers {
  std::vector<vision::Window> windows;  ///< all that passed
  std::vector<vision::Window> some;     ///< those about one place, or of one part of the cycle
  std::vector<vision::Window> groups;   ///< the faces that those about expected and remembered places make
  std::vector<cv::Rect> places;         ///< where it is known whether there is a face
  std::vector<cv::Rect> boxes;
  std::vector<vision::DetectedFace> faces;  ///< what was found
  vision::WindowGrouper grouper;
};

}  // namespace facewire::tracking
