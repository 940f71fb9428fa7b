#include "sheet_painter.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace facewire::vision {
namespace {

constexpr int kCorner = 7;

/// The largest size with the picture's shape that fits.
cv::Size fit(cv::Size picture, cv::Size room) {
  const double scale =
      std::min(static_cast<double>(room.width) / picture.width, static_cast<double>(room.height) / picture.height);
  return {std::clamp(static_cast<int>(std::lround(picture.width * scale)), 1, room.width),
          std::clamp(static_cast<int>(std::lround(picture.height * scale)), 1, room.height)};
}

}  // namespace

int SheetPainter::write(cv::Point start, std::string_view text, const TextStyle& style, int maxWidth) {
  if (maxWidth < style.pixels) return 0;
  const auto image = texts_.render(text, style, maxWidth);
  canvas_.blend(*image, {start.x, start.y - image->baseline});
  return image->width;
}

int SheetPainter::widthOf(std::string_view text, const TextStyle& style, int maxWidth) {
  return texts_.render(text, style, maxWidth)->width;
}

cv::Rect SheetPainter::place(const cv::Mat& picture, const cv::Rect& area, const Colour& around) {
  if (picture.empty()) {
    canvas_.fillRounded(area, static_cast<float>(kCorner), kWell);
    return area;
  }
  const cv::Size size = fit(picture.size(), area.size());
  const cv::Rect place(area.x + (area.width - size.width) / 2, area.y + (area.height - size.height) / 2, size.width,
                       size.height);
  cv::Mat fitted;
  cv::resize(picture, fitted, size, 0, 0, size.width < picture.cols ? cv::INTER_AREA : cv::INTER_CUBIC);
  if (fitted.channels() == 1) cv::cvtColor(fitted, fitted, cv::COLOR_GRAY2BGR);
  fitted.copyTo(sheet_(place));
  // A frame in the colour around it, as thick as it takes to cover what the rounded corners leave out.
  constexpr int kFrame = kCorner / 2 + 1;
  const cv::Rect outer(place.x - kFrame, place.y - kFrame, place.width + 2 * kFrame, place.height + 2 * kFrame);
  canvas_.strokeRounded(outer, static_cast<float>(kCorner + kFrame), static_cast<float>(kFrame), around);
  return place;
}

}  // namespace facewire::vision
