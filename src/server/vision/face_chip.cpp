#include "facewire/vision/face_chip.hpp"

#include <algorithm>
#include <cmath>

#include "area_shrink.hpp"

namespace facewire::vision {
namespace {

struct Span {
  int begin;
  int end;
};

/// `length` pixels from `begin`, widened by `factor` around their middle, as far as 0..limit reaches.
Span widen(int begin, int length, double factor, int limit) {
  const int margin = static_cast<int>(std::lround(length * (factor - 1) / 2));
  return {std::max(begin - margin, 0), std::min(begin + length + margin, limit)};
}

/// Where a span lies after its axis, `before` pixels long, was shrunk to `after`: never empty, never outside.
Span shrink(Span span, int before, int after) {
  const double scale = static_cast<double>(after) / before;
  const int begin = std::min(static_cast<int>(std::lround(span.begin * scale)), after - 1);
  const int end = static_cast<int>(std::lround(span.end * scale));
  return {begin, std::clamp(end, begin + 1, after)};
}

}  // namespace

FaceChip cutChip(const cv::Mat& picture, const cv::Rect& face) {
  const Span across = widen(face.x, face.width, kChipMargin, picture.cols);
  const Span down = widen(face.y, face.height, kChipMargin, picture.rows);
  const cv::Rect cut(across.begin, down.begin, across.end - across.begin, down.end - down.begin);
  const cv::Rect inside(face.x - cut.x, face.y - cut.y, face.width, face.height);

  const int longer = std::max(cut.width, cut.height);
  if (longer <= kChipSide) return {picture(cut).clone(), inside};

  const double scale = static_cast<double>(kChipSide) / longer;
  const cv::Size size(std::max(1, static_cast<int>(std::lround(cut.width * scale))),
                      std::max(1, static_cast<int>(std::lround(cut.height * scale))));
  FaceChip chip;
  chip.picture.create(size, picture.type());
  shrinkByArea(picture(cut), chip.picture);
  const Span x = shrink({inside.x, inside.x + inside.width}, cut.width, size.width);
  const Span y = shrink({inside.y, inside.y + inside.height}, cut.height, size.height);
  chip.face = cv::Rect(x.begin, y.begin, x.end - x.begin, y.end - y.begin);
  return chip;
}

FaceChip chipOfCroppedFace(const cv::Mat& picture) {
  return cutChip(picture, cv::Rect(0, 0, picture.cols, picture.rows));
}

}  // namespace facewire::vision
