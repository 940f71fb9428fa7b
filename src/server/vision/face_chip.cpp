#include "facewire/vision/face_chip.hpp"

#include <algorithm>
#include <cmath>

#include "area_shrink.hpp"
#include "picture_memory.hpp"

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

/// What is cut out for a face: it with its margin, as far as the picture reaches.
cv::Rect cutFor(const cv::Mat& picture, const cv::Rect& face) {
  const Span across = widen(face.x, face.width, kChipMargin, picture.cols);
  const Span down = widen(face.y, face.height, kChipMargin, picture.rows);
  return {across.begin, down.begin, across.end - across.begin, down.end - down.begin};
}

/// The chip's picture, and where the face is in it.
void cutOut(const cv::Mat& picture, const cv::Rect& cut, const cv::Rect& face, FaceChip& chip, ChipBuffers& buffers) {
  chip.face = cv::Rect(face.tl() - cut.tl(), face.size());
  const int longer = std::max(cut.width, cut.height);
  if (longer <= kChipSide) {
    chip.picture = pictureIn(buffers.pixels, cut.size(), picture.type());
    picture(cut).copyTo(chip.picture);
    return;
  }
  const double scale = static_cast<double>(kChipSide) / longer;
  const cv::Size size(std::max(1, static_cast<int>(std::lround(cut.width * scale))),
                      std::max(1, static_cast<int>(std::lround(cut.height * scale))));
  chip.picture = pictureIn(buffers.pixels, size, picture.type());
  shrinkByArea(picture(cut), chip.picture, buffers.areas);
  const Span x = shrink({chip.face.x, chip.face.br().x}, cut.width, size.width);
  const Span y = shrink({chip.face.y, chip.face.br().y}, cut.height, size.height);
  chip.face = cv::Rect(x.begin, y.begin, x.end - x.begin, y.end - y.begin);
}

}  // namespace

FaceChip cutChip(const cv::Mat& picture, const DetectedFace& face) {
  FaceChip chip;
  ChipBuffers buffers;
  cutChip(picture, face, chip, buffers);
  return chip;
}

void cutChip(const cv::Mat& picture, const DetectedFace& face, FaceChip& chip, ChipBuffers& buffers) {
  cv::Rect frame = face.frame() & cv::Rect({}, picture.size());
  if (frame.empty()) frame = face.box;
  const cv::Rect cut = cutFor(picture, frame);
  cutOut(picture, cut, frame, chip, buffers);
  chip.landmarks = face.landmarks;
  if (!chip.landmarks) return;
  const float scale = static_cast<float>(chip.picture.cols) / static_cast<float>(cut.width);
  for (cv::Point2f& point : *chip.landmarks) point = (point - cv::Point2f(cut.tl())) * scale;
}

FaceChip cutChip(const cv::Mat& picture, const cv::Rect& face) {
  FaceChip chip;
  ChipBuffers buffers;
  cutOut(picture, cutFor(picture, face), face, chip, buffers);
  return chip;
}

FaceChip chipOfCroppedFace(const cv::Mat& picture) {
  return cutChip(picture, cv::Rect(0, 0, picture.cols, picture.rows));
}

}  // namespace facewire::vision
