#include "face_cutter.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "picture_memory.hpp"

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
  framedCount_ = 0;
}

cv::Mat FaceCutter::framed(cv::Size size) {
  const cv::Size outer(size.width + 2, size.height + 2);
  const auto end = framed_.begin() + static_cast<std::ptrdiff_t>(framedCount_);
  const auto same = std::find_if(framed_.begin(), end, [&](const Framed& one) { return one.size == outer; });
  if (same != end) return same->picture();
  if (framedCount_ == framed_.size()) framed_.emplace_back();
  Framed& made = framed_[framedCount_++];
  const auto pixels = static_cast<std::size_t>(outer.area());
  if (made.pixels.size() < pixels) made.pixels.resize(pixels);
  made.size = outer;
  cv::Mat framed = made.picture();
  cv::Mat inner = framed(cv::Rect({1, 1}, size));
  if (size == grey_.size()) {
    grey_.copyTo(inner);
  } else {
    shrinkByArea(grey_, inner, areas_);
  }
  for (int y = 1; y <= size.height; ++y) {
    std::uint8_t* const row = framed.ptr(y);
    row[0] = row[1];
    row[size.width + 1] = row[size.width];
  }
  framed.row(1).copyTo(framed.row(0));
  framed.row(size.height).copyTo(framed.row(size.height + 1));
  return framed;
}

cv::Mat& FaceCutter::cut(const ViewPose& pose, int margin) {
  const bool shrinks = part_.width * pose.size >= side_ && part_.height * pose.size >= side_;
  face_ = pictureIn(faceMemory_, {side_ + 2 * margin, side_ + 2 * margin}, CV_8UC1);
  if (margin == 0 && pose.degrees == 0 && pose.size == 1 && pose.right == 0 && pose.down == 0) {
    if (shrinks) {
      shrinkByArea(grey_(part_), face_, areas_);
    } else {
      cv::resize(grey_(part_), face_, face_.size(), 0, 0, cv::INTER_LINEAR);
    }
    return face_;
  }

  // Shrunk first by averaging, since the warp takes no more than four pixels for one.
  double scaleX = side_ / (part_.width * pose.size);
  double scaleY = side_ / (part_.height * pose.size);
  cv::Point2d middle(part_.x + part_.width / 2.0, part_.y + part_.height / 2.0);
  cv::Size size = grey_.size();
  if (shrinks) {
    size = cv::Size(std::max(1, static_cast<int>(std::lround(grey_.cols * scaleX))),
                    std::max(1, static_cast<int>(std::lround(grey_.rows * scaleY))));
    const double shrunkX = static_cast<double>(size.width) / grey_.cols;
    const double shrunkY = static_cast<double>(size.height) / grey_.rows;
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
  warp_.take(framed(size), back, face_);
  return face_;
}

}  // namespace facewire::vision
