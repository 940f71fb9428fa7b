#pragma once

#include <cstddef>
#include <opencv2/core/types.hpp>
#include <span>
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
std::vector<Window> groupWindows(std::span<const Window> windows, int minNeighbours);

/// Groups as groupWindows does, in memory that it keeps from call to call. Confined to one thread.
class WindowGrouper {
 public:
  /// Valid until the next call.
  const std::vector<Window>& group(std::span<const Window> windows, int minNeighbours);

 private:
  struct Group {
    int windows = 0;
    int weight = 0;
    cv::Rect sum;
    cv::Rect box;
  };

  void label();

  std::vector<Window> windows_;      ///< each once
  std::vector<std::size_t> firsts_;  ///< of each window, one before it that it is alike with, or itself
  std::vector<std::size_t> labels_;  ///< of each window, its group's number
  std::vector<Group> groups_;
  std::vector<Window> faces_;
};

}  // namespace facewire::vision
