#include "face_cutter.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "area_shrink.hpp"

namespace facewire::vision {
namespace {

/// `scale` of the face about its middle, at least one pixel.
cv::Rect innerPart(const cv::Rect& face, double scale) {
  const int width = std::max(1, static_cast<int>(std::lround(face.width * scale)));
  const int height = std::max(1, static_cast<int>(std::lround(face.height * scale)));
  return {face.x + (face.width - width) / 2, face.y + (face.height - height) / 2, width, height};
}

}  // namespace

FaceCutter::FaceCutter(double scale, int side) : scale_(scale), side_(side) {}

void FaceCutter::begin(const FaceChip& chip) {
  if (chip.picture.channels() == 3) {
    cv::cvtColor(chip.picture, colourless_, cv::COLOR_BGR2GRAY);
    grey_ = colourless_;
  } else {
    grey_ = chip.picture;
  }
  part_ = innerPart(chip.face, scale_);
  shrunkCount_ = 0;
}

const cv::Mat& FaceCutter::shrunkTo(cv::Size size) {
  const auto end = shrunk_.begin() + static_cast<std::ptrdiff_t>(shrunkCount_);
  const auto same = std::find_if(shrunk_.begin(), end, [&](const cv::Mat& picture) { return picture.size() == size; });
  if (same != end) return *same;
  if (shrunkCount_ == shrunk_.size()) shrunk_.emplace_back();
  cv::Mat& shrunk = shrunk_[shrunkCount_++];
  shrunk.create(size, CV_8UC1);
  shrinkByArea(grey_, shrunk);
  return shrunk;
}

cv::Mat& FaceCutter::cut(const ViewPose& pose, int margin) {
  const bool shrinks = part_.width * pose.size >= side_ && part_.height * pose.size >= side_;
  face_.create(side_ + 2 * margin, side_ + 2 * margin, CV_8UC1);
  if (margin == 0 && pose.degrees == 0 && pose.size == 1 && pose.right == 0 && pose.down == 0) {
    if (shrinks) {
      shrinkByArea(grey_(part_), face_);
    } else {
      cv::resize(grey_(part_), face_, face_.size(), 0, 0, cv::INTER_LINEAR);
    }
    return face_;
  }

  // Shrunk first by averaging, since the warp takes no more than four pixels for one.
  double scaleX = side_ / (part_.width * pose.size);
  double scaleY = side_ / (part_.height * pose.size);
  cv::Point2d middle(part_.x + part_.width / 2.0, part_.y + part_.height / 2.0);
  const cv::Mat* picture = &grey_;
  if (shrinks) {
    const cv::Size size(std::max(1, static_cast<int>(std::lround(grey_.cols * scaleX))),
                        std::max(1, static_cast<int>(std::lround(grey_.rows * scaleY))));
    const double shrunkX = static_cast<double>(size.width) / grey_.cols;
    const double shrunkY = static_cast<double>(size.height) / grey_.rows;
    picture = &shrunkTo(size);
    middle = {middle.x * shrunkX, middle.y * shrunkY};
    scaleX /= shrunkX;
    scaleY /= shrunkY;
  }
  const double angle = pose.degrees * CV_PI / 180;
  const double left = 0.5 - side_ / 2.0 - margin + pose.right;
  const double top = 0.5 - side_ / 2.0 - margin + pose.down;
  const double xx = std::cos(angle) / scaleX;
  const double xy = -std::sin(angle) / scaleX;
  const double yx = std::sin(angle) / scaleY;
  const double yy = std::cos(angle) / scaleY;
  // From the middles of the new pixels to the middles of the old ones.
  const cv::Matx23d back(xx, xy, middle.x + left * xx + top * xy - 0.5, yx, yy, middle.y + left * yx + top * yy - 0.5);
  cv::warpAffine(*picture, face_, back, face_.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
  return face_;
}

}  // namespace facewire::vision
