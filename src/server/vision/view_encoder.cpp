#include "view_encoder.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace facewire::vision {

ViewEncoder::ViewEncoder(const EncoderOptions& options)
    : options_(options),
      border_(*std::ranges::max_element(options.radii)),
      cutter_(options.faceScale, options.faceSide) {}

cv::Mat& ViewEncoder::normalise(const ViewPose& pose, int margin) {
  cv::Mat& normal = cutter_.cut(pose, margin);
  if (options_.evenLight) evenLight_.take(normal, normal);
  if (options_.blurSigma > 0)
    cv::GaussianBlur(normal, normal, cv::Size(), options_.blurSigma, options_.blurSigma, cv::BORDER_REPLICATE);
  return normal;
}

void ViewEncoder::takePatterns(const cv::Mat& normal) {
  patterns_.take(normal, options_.radii, border_, options_.tolerance);
}

void ViewEncoder::countAt(cv::Point corner, cv::Size size, Descriptor& descriptor) const {
  const LbpCells cells = lbpCells(size.width, size.height, border_, options_.gridX, options_.gridY);
  const std::size_t maps = options_.radii.size() * (options_.tolerance > 0 ? 2 : 1);
  descriptor.embedding.clear();
  descriptor.counts.assign(cells.histogramsLength() * maps, 0);
  patterns_.count(corner, cells, descriptor.counts.data());
}

}  // namespace facewire::vision
