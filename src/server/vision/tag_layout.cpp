#include "tag_layout.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <utility>

namespace facewire::vision {
namespace {

/// Best first: where the eye expects a name, then further off, at last on the face's own box.
std::array<cv::Point, 10> candidatesFor(const TagRequest& request) {
  const cv::Rect& box = request.box;
  const int left = box.x;
  const int right = box.x + box.width - request.tag.width;
  const int middle = box.x + (box.width - request.tag.width) / 2;
  const int above = box.y - request.gap - request.tag.height;
  const int below = box.y + box.height + request.gap;
  const int before = box.x - request.gap - request.tag.width;
  const int after = box.x + box.width + request.gap;
  const int insideTop = box.y + request.gap;
  const int insideBottom = box.y + box.height - request.gap - request.tag.height;
  return {{{left, above},
           {left, below},
           {right, above},
           {right, below},
           {middle, above},
           {middle, below},
           {after, box.y},
           {before, box.y},
           {middle, insideBottom},
           {middle, insideTop}}};
}

cv::Rect moveInside(cv::Point at, cv::Size tag, cv::Size picture) {
  return {std::clamp(at.x, 0, std::max(0, picture.width - tag.width)),
          std::clamp(at.y, 0, std::max(0, picture.height - tag.height)), tag.width, tag.height};
}

}  // namespace

std::vector<cv::Rect> placeTags(cv::Size picture, std::span<const TagRequest> requests) {
  TagPlaces made;
  placeTags(picture, requests, made);
  return std::move(made.places);
}

void placeTags(cv::Size picture, std::span<const TagRequest> requests, TagPlaces& made) {
  made.order.resize(requests.size());
  std::iota(made.order.begin(), made.order.end(), std::size_t{0});
  std::ranges::sort(made.order, {}, [&](std::size_t i) { return std::pair(-requests[i].box.area(), i); });

  std::vector<cv::Rect>& placed = made.places;
  placed.assign(requests.size(), {});
  for (const std::size_t index : made.order) {
    const TagRequest& request = requests[index];
    if (request.tag.empty()) continue;
    double leastCost = std::numeric_limits<double>::max();
    double preference = 0;
    for (const cv::Point& candidate : candidatesFor(request)) {
      const cv::Rect tag = moveInside(candidate, request.tag, picture);
      // In hidden pixels: another tag made illegible is worst, then another's face, then the own one.
      double cost = preference + 0.5 * (tag & request.box).area();
      preference += 0.02 * tag.area();
      for (std::size_t other = 0; other < requests.size() && cost < leastCost; ++other) {
        if (other == index) continue;
        cost += 2.0 * (tag & requests[other].box).area() + 4.0 * (tag & placed[other]).area();
      }
      if (cost < leastCost) {
        leastCost = cost;
        placed[index] = tag;
      }
    }
  }
}

}  // namespace facewire::vision
