#include "portraits/figure_painter.hpp"

#include <opencv2/core.hpp>

namespace facewire::portraits {
namespace {

// OpenCV's frontal Haar cascade frames the face from the middle of the forehead to the chin: measured over 300
// portraits.
constexpr float kBoxMiddle = 0.2F;
constexpr float kBoxHalf = 1.03F;

}  // namespace

FigurePainter::FigurePainter(const Identity& who, const Shot& shot, const cv::Rect2f& face)
    : who_(who),
      shot_(shot),
      view_(who_, shot_,
            {face.x + face.width / 2.0F, face.y + face.height / 2.0F - kBoxMiddle * face.width / (2.0F * kBoxHalf)},
            face.width / (2.0F * kBoxHalf)),
      relief_(view_),
      body_(view_, relief_),
      hair_(view_, relief_),
      skin_(view_, relief_),
      eyes_(view_),
      mouth_(view_),
      beard_(view_),
      glasses_(view_) {}

cv::Rect2f FigurePainter::face() const {
  const cv::Point2f middle = view_.project(0.0F, kBoxMiddle);
  const float half = kBoxHalf * view_.unit();
  // Halfway between the nose, which moves with the turn, and the head, which does not.
  const float x = (middle.x + view_.centre().x) / 2.0F;
  const float y = (middle.y + view_.centre().y + kBoxMiddle * view_.unit()) / 2.0F;
  return {x - half, y - half, 2.0F * half, 2.0F * half};
}

Colour FigurePainter::colourAt(const HeadPoint& p, Colour c) const {
  hair_.behind(p, c);
  body_.over(p, c);
  if (p.y > 2.0F * who_.chin) {
    hair_.over(p, c);
    return c;
  }
  float light = 1.0F;
  float shine = 0.0F;
  if (p.edge > -0.3F) {
    const Normal n = relief_.normalAt(p);
    light = relief_.lightOn(n);
    shine = relief_.shineOn(n);
    skin_.over(p, light, shine, c);
    eyes_.over(p, light, c);
    mouth_.over(p, light, shine, c);
    beard_.over(p, light, c);
  }
  hair_.over(p, c);
  if (p.edge > -0.1F) glasses_.over(p, c);
  return c;
}

void FigurePainter::paintOn(cv::Mat& canvas) const {
  const float unit = view_.unit();
  const float reach = std::max(hair_.reach(), body_.reach()) * unit;
  const cv::Point2f centre = view_.centre();
  const int left = std::max(0, static_cast<int>(centre.x - reach));
  const int right = std::min(canvas.cols, static_cast<int>(centre.x + reach) + 1);
  const int top = std::max(0, static_cast<int>(centre.y - hair_.reach() * unit));
  for (int row = top; row < canvas.rows; ++row) {
    // Fine lines on a small face need more than one sample a pixel; clothes do not.
    const bool head = static_cast<float>(row) < centre.y + 2.0F * unit;
    const int fine = head && unit < 48.0F ? 2 : 1;
    const float step = 1.0F / static_cast<float>(fine);
    auto* pixels = canvas.ptr<cv::Vec3f>(row);
    for (int column = left; column < right; ++column) {
      const Colour before{pixels[column][2], pixels[column][1], pixels[column][0]};
      Colour sum{};
      for (int sample = 0; sample < fine * fine; ++sample) {
        const float x = static_cast<float>(column) + (static_cast<float>(sample % fine) + 0.5F) * step - 0.5F;
        const float y = static_cast<float>(row) + (static_cast<float>(sample / fine) + 0.5F) * step - 0.5F;
        sum = sum + colourAt(view_.at(x, y, step), before);
      }
      const float share = step * step;
      pixels[column] = {sum.b * share, sum.g * share, sum.r * share};
    }
  }
}

}  // namespace facewire::portraits
