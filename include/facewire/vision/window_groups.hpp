#pragma once

#include <opencv2/core/types.hpp>
#include <vector>

namespace facewire::vision {

/// A window that passed the cascade.
struct Window {
  cv::Rect box;
  int weight = 1;  ///< how many windows of the full scan it stands for
};

/// Faces from windows, by the rule of cv::groupRectangles: alike ones are one face where they are more than
/// `minNeighbours`, and a face inside another that more windows make is dropped. Where only every so many windows were
/// tried, five are enough that stand for more than three times `minNeighbours`; they count by their weight where a face
/// is, too. Each window counts once, however often it is given. With weights of 1 the result is cv::groupRectangles'.
std::vector<Window> groupWindows(std::vector<Window> windows, int minNeighbours);

}  // namespace facewire::vision
