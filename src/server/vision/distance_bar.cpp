#include "distance_bar.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "facewire/base/numbers.hpp"
#include "name_tag.hpp"

namespace facewire::vision {
namespace {

constexpr Colour kTrack{0x2B, 0x32, 0x3C};
constexpr Colour kNearby{0x3D, 0xE8, 0x90, 0.20F};  ///< under the threshold, over the limit
constexpr Colour kLine{0xF2, 0xF4, 0xF7};
constexpr Colour kOther{0xA9, 0xB3, 0xBF};

constexpr int kLabelPixels = 13;
constexpr int kMostLabel = 300;
constexpr int kGap = 14;  ///< between two labels

/// A text by a place on the bar.
struct Label {
  std::string text;
  TextStyle style;
  int at;  ///< middle, in pixels of the sheet
};

/// Writes one or two labels, the first left of the second, as near to their places as they may stand.
void writeLabels(SheetPainter& painter, std::vector<Label> labels, const cv::Rect& area, int baseline) {
  std::ranges::stable_sort(labels, {}, &Label::at);
  std::vector<int> widths;
  std::vector<int> starts;
  for (const Label& label : labels) {
    widths.push_back(painter.widthOf(label.text, label.style, kMostLabel));
    starts.push_back(label.at - widths.back() / 2);
  }
  const int right = area.x + area.width;
  if (labels.size() == 2 && starts[1] < starts[0] + widths[0] + kGap) {
    const int overlap = starts[0] + widths[0] + kGap - starts[1];
    starts[0] -= overlap / 2;
    starts[1] += overlap - overlap / 2;
    starts[0] = std::max(starts[0], area.x);
    starts[1] = std::max(starts[1], starts[0] + widths[0] + kGap);
  }
  int end = right;
  for (std::size_t i = labels.size(); i-- > 0;) {
    starts[i] = std::max(area.x, std::min(starts[i], end - widths[i]));
    end = starts[i] - kGap;
  }
  for (std::size_t i = 0; i < labels.size(); ++i) {
    painter.write({starts[i], baseline}, labels[i].text, labels[i].style, kMostLabel);
  }
}

}  // namespace

std::string distanceText(double distance, double threshold) {
  if (!std::isfinite(distance)) return "?";
  const int digits = distanceDigits(threshold);
  const double perUnit = std::pow(10, digits);
  // Rounded first: 41.25 is 41.3 for people, not the even 41.2.
  return fixedNumber(std::round(distance * perUnit) / perUnit, digits);
}

void drawDistanceBar(SheetPainter& painter, const ExplainedFace& face, const cv::Rect& area) {
  if (face.candidates.empty()) return;
  const std::size_t shown = std::min<std::size_t>(face.candidates.size(), 2);
  double longest = 1.25 * face.threshold;
  for (std::size_t i = 0; i < shown; ++i) longest = std::max(longest, 1.08 * face.candidates[i].distance);
  if (!std::isfinite(longest) || longest <= 0) longest = 1;
  const auto placeOf = [&](double distance) {
    const double part = distance > 0 ? std::min(distance / longest, 1.0) : 0.0;
    return area.x + static_cast<int>(std::lround(part * area.width));
  };

  constexpr int kThick = 12;
  const cv::Rect track(area.x, area.y + 32, area.width, kThick);
  const auto from0To = [&](double distance) {
    return cv::Rect(track.x, track.y, std::max(kThick, placeOf(distance) - track.x), track.height);
  };
  Canvas& canvas = painter.canvas();
  canvas.fillRounded(track, kThick / 2.0F, kTrack);
  if (face.threshold > 0) canvas.fillRounded(from0To(face.threshold), kThick / 2.0F, kNearby);
  if (face.limit > 0) canvas.fillRounded(from0To(face.limit), kThick / 2.0F, kKnownColour);

  const TextStyle small{kLabelPixels, false, kSoftInk};
  const TextStyle plain{kLabelPixels, false, kInk};
  std::vector<Label> limits;
  const bool lowered = distanceText(face.limit, face.threshold) != distanceText(face.threshold, face.threshold);
  if (lowered) limits.push_back({"limit here " + distanceText(face.limit, face.threshold), plain, placeOf(face.limit)});
  limits.push_back(
      {"threshold " + distanceText(face.threshold, face.threshold), lowered ? small : plain, placeOf(face.threshold)});
  for (const Label& label : limits) canvas.fillRounded({label.at - 1, track.y - 5, 2, kThick + 10}, 1, kLine);
  writeLabels(painter, std::move(limits), area, track.y + kThick + 26);

  std::vector<Label> people;
  for (std::size_t i = shown; i-- > 0;) {
    const ExplainedCandidate& candidate = face.candidates[i];
    const Colour colour = i > 0 ? kOther : face.known ? kKnownColour : kUnknownColour;
    const std::uint32_t ink = i > 0 ? kSoftInk : face.known ? kKnownInk : kUnknownInk;
    const int x = placeOf(candidate.distance);
    const int radius = i > 0 ? 7 : 9;
    const int y = track.y + kThick / 2;
    const auto disc = [&](int r, const Colour& fill) {
      canvas.fillRounded({x - r, y - r, 2 * r, 2 * r}, static_cast<float>(r), fill);
    };
    disc(radius + 2, kPaper);
    disc(radius, colour);
    if (i > 0) disc(radius - 3, kPaper);
    // The number first: a long name is cut at its end.
    people.push_back(
        {distanceText(candidate.distance, face.threshold) + "  " + candidate.name, {kLabelPixels, i == 0, ink}, x});
  }
  std::ranges::reverse(people);
  writeLabels(painter, std::move(people), area, track.y - 12);
}

}  // namespace facewire::vision
