#include "tracked_names.hpp"

#include <algorithm>
#include <iterator>

namespace facewire::eval {

TrackedNames::TrackedNames() : gallery_(std::make_shared<const gallery::GallerySnapshot>(1)) {}

std::vector<std::optional<std::size_t>> TrackedNames::name(const cv::Mat& grey, std::span<const SeenFace> faces) {
  std::vector<cv::Rect> boxes;
  std::ranges::transform(faces, std::back_inserter(boxes), &SeenFace::box);
  const std::vector<tracking::TrackId> tracks = faces_.follow(grey, boxes, gallery_);
  std::vector<std::optional<std::size_t>> names;
  for (std::size_t i = 0; i < faces.size(); ++i) {
    const Answer& answer = faces[i].answer;
    const auto verdict = faces_.voteOf(tracks[i]).add(answer.matches, answer.decision);
    names.push_back(verdict.person ? std::optional(static_cast<std::size_t>(*verdict.person)) : std::nullopt);
  }
  return names;
}

}  // namespace facewire::eval
