#include "drawn_faces.hpp"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "portraits/scene.hpp"

namespace facewire::bench {
namespace {

constexpr int kPortraits = 60;

}  // namespace

DrawnFaces::DrawnFaces() {
  for (std::uint64_t person = 0; person < kPortraits; ++person) {
    const auto picture = portraits::renderScene(portraits::portraitScene(person, 1, {320, 320}));
    // Twice the face box, so that a turned one does not reach over the edge.
    const cv::Rect box = picture.faces.front().box;
    const cv::Rect around(box.x - box.width / 4, box.y - box.height / 4, box.width * 3 / 2, box.height * 3 / 2);
    cv::Mat grey;
    cv::cvtColor(picture.image(around & cv::Rect({}, picture.image.size())), grey, cv::COLOR_BGR2GRAY);
    cv::resize(grey, portraits_.emplace_back(), {vision::kChipSide, vision::kChipSide}, 0, 0, cv::INTER_AREA);
  }
}

vision::FaceChip DrawnFaces::face(std::uint64_t person, std::uint64_t shot) const {
  cv::RNG who(person * 2654435761U + 17);
  const auto one = static_cast<std::size_t>(who.uniform(0, kPortraits));
  const auto other = static_cast<std::size_t>(who.uniform(0, kPortraits));
  const double share = who.uniform(0.5, 0.8);
  cv::RNG how(person * 7919U + shot * 104729U + 5);
  cv::Mat mixed;
  cv::addWeighted(portraits_[one], share, portraits_[other], 1 - share, how.uniform(-12.0, 12.0), mixed);

  const cv::Point2f middle(vision::kChipSide / 2.0F, vision::kChipSide / 2.0F);
  cv::Mat move = cv::getRotationMatrix2D(middle, how.uniform(-5.0, 5.0), how.uniform(0.95, 1.05));
  move.at<double>(0, 2) += how.uniform(-3.0, 3.0);
  move.at<double>(1, 2) += how.uniform(-3.0, 3.0);
  cv::Mat picture;
  cv::warpAffine(mixed, picture, move, mixed.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  cv::Mat noise(picture.size(), CV_8SC1);
  how.fill(noise, cv::RNG::NORMAL, 0, 3);
  cv::add(picture, noise, picture, cv::noArray(), CV_8U);
  return {picture,
          {vision::kChipSide / 6, vision::kChipSide / 6, vision::kChipSide * 2 / 3, vision::kChipSide * 2 / 3}};
}

}  // namespace facewire::bench
