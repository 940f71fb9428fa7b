#include "similarity.hpp"

#include <cmath>

namespace facewire::vision {
namespace {

cv::Point2d middleOf(const Landmarks& points) {
  cv::Point2d sum;
  for (const cv::Point2f& point : points) sum += cv::Point2d(point);
  return sum / static_cast<double>(points.size());
}

}  // namespace

double Similarity::scale() const {
  return std::hypot(a, b);
}

cv::Point2d Similarity::operator()(const cv::Point2d& point) const {
  return {a * point.x - b * point.y + right, b * point.x + a * point.y + down};
}

Similarity fitSimilarity(const Landmarks& from, const Landmarks& to) {
  const cv::Point2d fromMiddle = middleOf(from);
  const cv::Point2d toMiddle = middleOf(to);
  double along = 0;
  double across = 0;
  double spread = 0;
  for (std::size_t i = 0; i < from.size(); ++i) {
    const cv::Point2d p = cv::Point2d(from[i]) - fromMiddle;
    const cv::Point2d q = cv::Point2d(to[i]) - toMiddle;
    along += p.dot(q);
    across += p.cross(q);
    spread += p.dot(p);
  }
  Similarity fit;
  if (spread > 0) {
    fit.a = along / spread;
    fit.b = across / spread;
  }
  const cv::Point2d moved = fit(fromMiddle);
  fit.right = toMiddle.x - moved.x;
  fit.down = toMiddle.y - moved.y;
  return fit;
}

}  // namespace facewire::vision
