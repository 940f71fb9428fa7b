#include "facewire/vision/explanation_sheet.hpp"

#include <algorithm>
#include <numeric>

#include "distance_bar.hpp"
#include "name_tag.hpp"
#include "sheet_painter.hpp"

namespace facewire::vision {
namespace {

constexpr int kMargin = 32;
constexpr int kInner = kSheetWidth - 2 * kMargin;

constexpr int kThumbnailWidth = 300;
constexpr int kThumbnailHeight = 200;
constexpr int kHeader = kThumbnailHeight + 2 * kMargin;

constexpr int kColumns = 3;  ///< the face, its nearest person, the next
constexpr int kColumnGap = 16;
constexpr int kCardWidth = (kInner - (kColumns - 1) * kColumnGap) / kColumns;
constexpr int kPadding = 14;
constexpr int kPictureGap = 8;
constexpr int kPictureSide = (kCardWidth - 2 * kPadding - kPictureGap) / 2;
constexpr int kCardHeight = kPictureSide + 118;
constexpr int kVerdict = 46;
constexpr int kRowGap = 34;

constexpr TextStyle kTitle{24, true, kInk};
constexpr TextStyle kText{15, false, kInk};
constexpr TextStyle kSoftText{14, false, kSoftInk};
constexpr TextStyle kHeading{13, false, kSoftInk};
constexpr TextStyle kName{18, true, kInk};

int heightOf(const ExplainedFace& face) {
  return kVerdict + kCardHeight + (face.candidates.empty() ? 0 : kDistanceBarHeight + 12) + kRowGap;
}

Colour colourOf(const ExplainedFace& face) {
  return face.known ? kKnownColour : kUnknownColour;
}

/// The faces that have a row, as places in the list, in its order.
std::vector<std::size_t> chooseFaces(const std::vector<ExplainedFace>& faces) {
  std::vector<std::size_t> chosen(faces.size());
  std::iota(chosen.begin(), chosen.end(), std::size_t{0});
  if (chosen.size() <= kExplainedFaces) return chosen;
  std::ranges::stable_sort(chosen,
                           [&](std::size_t a, std::size_t b) { return faces[a].box.area() > faces[b].box.area(); });
  chosen.resize(kExplainedFaces);
  std::ranges::sort(chosen);
  return chosen;
}

/// The number of a face, on a disc about `middle`.
void drawNumber(SheetPainter& painter, cv::Point middle, int radius, std::size_t number, const Colour& colour) {
  painter.canvas().fillRounded({middle.x - radius, middle.y - radius, 2 * radius, 2 * radius},
                               static_cast<float>(radius), colour);
  const TextStyle style{radius + 3, true, 0xFF0D0F13};
  const std::string text = std::to_string(number);
  const int width = painter.widthOf(text, style, 4 * radius);
  painter.write({middle.x - width / 2, middle.y + (style.pixels * 36 + 50) / 100}, text, style, 4 * radius);
}

void drawHeader(SheetPainter& painter, const Explanation& explanation, std::size_t shown) {
  const cv::Rect room(kSheetWidth - kMargin - kThumbnailWidth, kMargin, kThumbnailWidth, kThumbnailHeight);
  const cv::Rect place = painter.place(explanation.picture, room, kPaper);
  const std::size_t count = explanation.faces.size();
  if (!explanation.picture.empty()) {
    const double scale = static_cast<double>(place.width) / explanation.picture.cols;
    const auto scaled = [scale](int length) { return static_cast<int>(std::lround(length * scale)); };
    for (std::size_t i = 0; i < count; ++i) {
      const ExplainedFace& face = explanation.faces[i];
      const cv::Rect box(place.x + scaled(face.box.x), place.y + scaled(face.box.y),
                         std::max(6, scaled(face.box.width)), std::max(6, scaled(face.box.height)));
      painter.canvas().strokeRounded({box.x - 1, box.y - 1, box.width + 2, box.height + 2}, 4, 3, {0, 0, 0, 0.45F});
      painter.canvas().strokeRounded(box, 4, 2, colourOf(face));
      if (count > 1) drawNumber(painter, box.tl(), 8, i + 1, colourOf(face));
    }
  }
  const int width = room.x - 2 * kMargin;
  painter.write({kMargin, kMargin + 26}, explanation.summary, kTitle, width);
  painter.write({kMargin, kMargin + 60}, explanation.gallery, kText, width);
  if (count == 0) return;
  painter.write({kMargin, kMargin + 92}, "Left of each pair the face, right what is compared of it.", kSoftText, width);
  painter.write({kMargin, kMargin + 114},
                "A distance is 0 for the same picture; a face is named at the limit or nearer.", kSoftText, width);
  if (shown < count) {
    const std::string left =
        "Shown are the largest " + std::to_string(shown) + " of " + std::to_string(count) + " faces.";
    painter.write({kMargin, kMargin + 146}, left, {15, true, kUnknownInk}, width);
  }
}

/// What stands on one card.
struct Card {
  std::string_view heading;
  std::string_view name;
  std::string line;
  std::string_view detail;
  const FacePictures* pictures;  ///< nullptr: a card that says that there is nothing
  std::uint32_t ink;             ///< of the name
};

void drawCard(SheetPainter& painter, const Card& card, cv::Point topLeft) {
  const cv::Rect area(topLeft, cv::Size(kCardWidth, kCardHeight));
  painter.canvas().fillRounded(area, 10, kCard);
  const int x = area.x + kPadding;
  const int width = area.width - 2 * kPadding;
  painter.write({x, area.y + 24}, card.heading, kHeading, width);
  if (card.pictures == nullptr) return;
  int y = area.y + 36;
  painter.place(card.pictures->crop, {x, y, kPictureSide, kPictureSide}, kCard);
  painter.place(card.pictures->encoded, {x + kPictureSide + kPictureGap, y, kPictureSide, kPictureSide}, kCard);
  y += kPictureSide;
  painter.write({x, y + 26}, card.name, {kName.pixels, true, card.ink}, width);
  painter.write({x, y + 48}, card.line, kText, width);
  painter.write({x, y + 69}, card.detail, kHeading, width);
}

void drawFace(SheetPainter& painter, const ExplainedFace& face, std::size_t number, std::size_t count, int top) {
  const std::uint32_t ink = face.known ? kKnownInk : kUnknownInk;
  painter.canvas().fillRounded({kMargin, top - kRowGap / 2, kInner, 1}, 0, {0x2B, 0x32, 0x3C});
  int x = kMargin;
  if (count > 1) {
    drawNumber(painter, {x + 13, top + 20}, 13, number, colourOf(face));
    x += 38;
  }
  const int right = kMargin + kInner;
  x += painter.write({x, top + 28}, face.verdict, {22, true, ink}, (right - x) / 2) + 12;
  painter.write({x, top + 28}, face.reason, {16, false, kInk}, right - x);

  const int y = top + kVerdict;
  drawCard(painter,
           {"this face", face.verdict, face.reason.substr(0, face.reason.find(':')), face.detail, &face.pictures, ink},
           {kMargin, y});
  for (std::size_t i = 0; i < 2; ++i) {
    const cv::Point place(kMargin + (static_cast<int>(i) + 1) * (kCardWidth + kColumnGap), y);
    if (i >= face.candidates.size()) {
      const bool nobody = i == 0;
      drawCard(painter, {nobody ? "nobody to compare with" : "nobody else to compare with", "", "", "", nullptr, kInk},
               place);
      continue;
    }
    const ExplainedCandidate& candidate = face.candidates[i];
    const std::string heading =
        std::string(i == 0 ? "nearest person" : "next person") + (candidate.stranger ? ", a known stranger" : "");
    const std::uint32_t nameInk = i > 0 ? kInk : ink;
    drawCard(painter,
             {heading, candidate.name, "distance " + distanceText(candidate.distance, face.threshold), candidate.sample,
              &candidate.pictures, nameInk},
             place);
  }
  drawDistanceBar(painter, face, {kMargin, y + kCardHeight + 12, kInner, kDistanceBarHeight});
}

}  // namespace

cv::Mat drawExplanation(const Explanation& explanation) {
  const std::vector<std::size_t> chosen = chooseFaces(explanation.faces);
  int height = kHeader + (chosen.empty() ? 0 : kRowGap / 2);
  for (const std::size_t i : chosen) height += heightOf(explanation.faces[i]);
  cv::Mat sheet(height, kSheetWidth, CV_8UC3, cv::Scalar(kPaper.blue, kPaper.green, kPaper.red));
  SheetPainter painter(sheet);
  drawHeader(painter, explanation, chosen.size());
  int top = kHeader + kRowGap / 2;
  for (const std::size_t i : chosen) {
    drawFace(painter, explanation.faces[i], i + 1, explanation.faces.size(), top);
    top += heightOf(explanation.faces[i]);
  }
  return sheet;
}

}  // namespace facewire::vision
