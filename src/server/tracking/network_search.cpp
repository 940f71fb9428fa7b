#include "facewire/tracking/network_search.hpp"

#include <algorithm>
#include <iterator>

namespace facewire::tracking {
namespace {

/// Side of what is searched for an expected face, in sides of its box: it is then of the size that YuNet is surest at,
/// and found up to half a side off its place.
constexpr double kAround = 2.3;

/// Two finds that share this much of their area are one face.
constexpr double kSameFace = 0.3;

/// A find is the face that was expected where it shares this much of their area.
constexpr double kAtItsPlace = 0.15;

cv::Rect surroundingsOf(const cv::Rect& place, cv::Size picture) {
  const int side = std::max(1, cvRound(kAround * std::max(place.width, place.height)));
  const cv::Point middle = (place.tl() + place.br()) / 2;
  return cv::Rect(middle.x - side / 2, middle.y - side / 2, side, side) & cv::Rect({}, picture);
}

bool isAmong(const std::vector<vision::DetectedFace>& faces, const cv::Rect& box, double shared) {
  return std::ranges::any_of(faces, [&](const auto& face) { return vision::sharedArea(face.box, box) > shared; });
}

std::size_t countNotMet(std::span<const cv::Rect> expected, const std::vector<vision::DetectedFace>& faces) {
  const auto isMet = [&faces](const cv::Rect& place) { return isAmong(faces, place, kAtItsPlace); };
  return expected.size() - static_cast<std::size_t>(std::ranges::count_if(expected, isMet));
}

}  // namespace

std::vector<vision::DetectedFace> NetworkSearch::findAnywhere(vision::YuNet& detector, const cv::Mat& picture) {
  sinceFull_ = 0;
  notMet_ = 0;
  return detector.detect(picture);
}

std::vector<vision::DetectedFace> NetworkSearch::findNear(vision::YuNet& detector, const cv::Mat& picture,
                                                          std::span<const cv::Rect> expected) {
  const double cost = detector.costOfPart(picture.size()) * static_cast<double>(expected.size());
  std::optional<std::vector<vision::DetectedFace>> faces;
  if (++sinceFull_ < kFrames && cost < 1) faces = searchPlaces(detector, picture, expected);
  if (!faces) faces = findAnywhere(detector, picture);
  // Who has left is expected for a while yet: one full search is enough to tell.
  notMet_ = countNotMet(expected, *faces);
  return std::move(*faces);
}

std::optional<std::vector<vision::DetectedFace>> NetworkSearch::searchPlaces(vision::YuNet& detector,
                                                                             const cv::Mat& picture,
                                                                             std::span<const cv::Rect> expected) const {
  std::vector<vision::DetectedFace> faces;
  std::vector<vision::DetectedFace> others;
  std::size_t notMet = 0;
  for (const cv::Rect& place : expected) {
    auto found = detector.detectIn(picture, surroundingsOf(place, picture.size()));
    const auto own =
        std::ranges::max_element(found, {}, [&place](const auto& face) { return vision::sharedArea(face.box, place); });
    if (own == found.end() || vision::sharedArea(own->box, place) <= kAtItsPlace) {
      if (++notMet > notMet_) return std::nullopt;
    } else if (!isAmong(faces, own->box, kSameFace)) {
      faces.push_back(*own);
    }
    others.insert(others.end(), found.begin(), found.end());
  }
  // Half a face at the edge of a part is whole in the part around its own place, which comes first.
  std::ranges::copy_if(others, std::back_inserter(faces),
                       [&](const auto& face) { return !isAmong(faces, face.box, kSameFace); });
  std::ranges::sort(faces, {}, [](const auto& face) { return std::pair(face.box.x, face.box.y); });
  return faces;
}

}  // namespace facewire::tracking
