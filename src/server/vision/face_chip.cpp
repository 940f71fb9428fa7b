#include "facewire/vision/face_chip.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace facewire::vision {

FaceChip cutChip(const cv::Mat& picture, const cv::Rect& face) {
  const int marginX = static_cast<int>(std::lround(face.width * (kChipMargin - 1) / 2));
  const int marginY = static_cast<int>(std::lround(face.height * (kChipMargin - 1) / 2));
  const cv::Rect wide = cv::Rect(face.x - marginX, face.y - marginY, face.width + 2 * marginX, face.height + 2 * marginY) &
                        cv::Rect(0, 0, picture.cols, picture.rows);
  const cv::Rect inside(face.x - wide.x, face.y - wide.y, face.width, face.height);
  const double scale = static_cast<double>(kChipSide) / std::max(wide.width, wide.height);
  FaceChip chip;
  if (scale >= 1) {
    chip.picture = picture(wide).clone();
    chip.face = inside;
    return chip;
  }
  cv::resize(picture(wide), chip.picture, {}, scale, scale, cv::INTER_AREA);
  const auto scaled = [scale](int length) { return static_cast<int>(std::lround(length * scale)); };
  chip.face = cv::Rect(scaled(inside.x), scaled(inside.y), std::max(1, scaled(inside.width)),
                       std::max(1, scaled(inside.height))) &
              cv::Rect(0, 0, chip.picture.cols, chip.picture.rows);
  return chip;
}

FaceChip chipOfCroppedFace(const cv::Mat& picture) { return cutChip(picture, {0, 0, picture.cols, picture.rows}); }

}  // namespace facewire::vision
