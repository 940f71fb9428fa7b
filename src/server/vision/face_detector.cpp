#include "facewire/vision/face_detector.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

namespace facewire::vision {

FaceDetector::FaceDetector(const DetectorOptions& options) : options_(options) {
  bool loaded = false;
  try {
    loaded = cascade_.load(options.cascade.string());
  } catch (const cv::Exception&) {  // thrown or told, by what is wrong with the file
  }
  if (!loaded) {
    throw std::runtime_error("cascade " + options.cascade.string() +
                             " cannot be read: install Debian's opencv-data, or give --cascade FILE");
  }
}

std::vector<cv::Rect> FaceDetector::detect(const cv::Mat& grey) {
  const double scale = std::min(1.0, static_cast<double>(options_.maxSearchSide) / std::max(grey.cols, grey.rows));
  const cv::Mat* searched = &grey;
  if (scale < 1) {
    cv::resize(grey, shrunk_, {}, scale, scale, cv::INTER_AREA);
    searched = &shrunk_;
  }
  std::vector<cv::Rect> faces;
  cascade_.detectMultiScale(*searched, faces, options_.scaleFactor, options_.minNeighbours, 0,
                            {options_.minFacePixels, options_.minFacePixels});
  for (cv::Rect& face : faces) {
    const auto grown = [scale](int length) { return static_cast<int>(std::lround(length / scale)); };
    face = cv::Rect(grown(face.x), grown(face.y), grown(face.width), grown(face.height)) &
           cv::Rect(0, 0, grey.cols, grey.rows);
  }
  std::ranges::sort(faces, {}, &cv::Rect::x);
  return faces;
}

}  // namespace facewire::vision
