#pragma once

#include <cstddef>
#include <opencv2/core/types.hpp>
#include <span>
#include <vector>

namespace facewire::vision {

/// A tag that is to be placed by a face's box; an empty size stands for no tag.
struct TagRequest {
  cv::Rect box;
  cv::Size tag;
  int gap = 0;  ///< pixels between box and tag
};

/// Where each tag goes: inside the picture, beside its box, and off other boxes and tags where there is room; larger
/// faces choose first. Tags are at most as large as the picture. A pure function.
std::vector<cv::Rect> placeTags(cv::Size picture, std::span<const TagRequest> requests);

/// The same in memory that is kept for the next picture.
struct TagPlaces {
  std::vector<std::size_t> order;  ///< in which the requests choose
  std::vector<cv::Rect> places;
};
void placeTags(cv::Size picture, std::span<const TagRequest> requests, TagPlaces& made);

}  // namespace facewire::vision
