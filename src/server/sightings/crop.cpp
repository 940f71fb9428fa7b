#include "crop.hpp"

#include <opencv2/imgproc.hpp>

#include "facewire/image/png_codec.hpp"

namespace facewire::sightings {

Result<Bytes> encodeCrop(const cv::Mat& picture) {
  if (picture.channels() == 1) return image::encodePng(picture);
  cv::Mat grey;
  cv::cvtColor(picture, grey, cv::COLOR_BGR2GRAY);
  return image::encodePng(grey);
}

}  // namespace facewire::sightings
