#include "name_tag.hpp"

#include <algorithm>
#include <cmath>

namespace facewire::vision {
namespace {

constexpr std::uint32_t kKnownText = 0xFF04150C;
constexpr std::uint32_t kKnownDetail = 0xE604150C;
constexpr std::uint32_t kUnknownText = 0xFFFFF6E6;
constexpr std::uint32_t kUnknownDetail = 0xFFE3C48C;
constexpr std::uint32_t kQuestion = 0xFFFFB938;
constexpr Colour kUnknownPlate{0x10, 0x12, 0x16, 0.80F};
constexpr Colour kShade{0, 0, 0, 0.40F};

int scaled(int em, double factor) {
  return static_cast<int>(std::lround(em * factor));
}

}  // namespace

NameTag::NameTag(TextRenderer& texts, const Mark& mark, int fontPixels, cv::Size limit)
    : known_(mark.known), em_(fontPixels) {
  if (mark.known && mark.label.empty() && mark.detail.empty()) return;
  padding_ = std::max(3, scaled(em_, 0.45));
  gap_ = std::max(3, scaled(em_, 0.40));
  if (!known_) {
    ring_ = scaled(em_, 1.1);
    question_ = texts.render("?", {scaled(em_, 0.82), true, kQuestion}, ring_);
  }
  const int fixed = 2 * padding_ + ring_;
  const int detailPixels = std::max(9, scaled(em_, 0.80));
  const int least = 2 * em_;
  int room = limit.width - fixed - (ring_ > 0 ? gap_ : 0);
  if (!mark.detail.empty()) {
    auto detail = texts.render(mark.detail, {detailPixels, false, known_ ? kKnownDetail : kUnknownDetail}, 8 * em_);
    // The name comes first: a detail that leaves no room for it is left out.
    if (mark.label.empty() ? detail->width <= room : room - gap_ - detail->width >= 2 * least) {
      detail_ = std::move(detail);
      room -= gap_ + detail_->width;
    }
  }
  if (!mark.label.empty() && room >= least) {
    label_ = texts.render(mark.label, {em_, true, known_ ? kKnownText : kUnknownText}, room);
  }
  if (!label_ && !detail_ && (known_ || fixed > limit.width)) return;

  int above = scaled(em_, 0.76);
  int below = scaled(em_, 0.22);
  int width = fixed;
  int parts = ring_ > 0 ? 1 : 0;
  for (const Text& text : {label_, detail_}) {
    if (!text) continue;
    above = std::max(above, text->baseline);
    below = std::max(below, text->height - text->baseline);
    width += text->width + (parts++ > 0 ? gap_ : 0);
  }
  const int margin = std::max(2, scaled(em_, 0.26));
  baseline_ = margin + above;
  const cv::Size wanted(width, baseline_ + below + margin);
  if (wanted.width <= limit.width && wanted.height <= limit.height) size_ = wanted;
}

void NameTag::draw(Canvas& canvas, cv::Point topLeft) const {
  const cv::Rect plate(topLeft, size_);
  const float radius = 0.36F * static_cast<float>(em_);
  const int shade = std::max(1, em_ / 14);
  const cv::Rect around(plate.x - shade, plate.y - shade, plate.width + 2 * shade, plate.height + 2 * shade);
  canvas.fillRounded(around, radius + static_cast<float>(shade), kShade);
  canvas.fillRounded(plate, radius, known_ ? kKnownColour : kUnknownPlate);
  const float line = std::max(1.2F, static_cast<float>(em_) / 11);
  if (!known_) canvas.strokeRounded(plate, radius, line, kUnknownColour);

  int x = plate.x + padding_;
  const int baseline = plate.y + baseline_;
  if (ring_ > 0) {
    const int middle = baseline - scaled(em_, 0.36);
    const cv::Rect ring(x, middle - ring_ / 2, ring_, ring_);
    canvas.strokeRounded(ring, static_cast<float>(ring_), line, kUnknownColour);
    canvas.blend(*question_,
                 {ring.x + (ring_ - question_->width + 1) / 2, ring.y + (ring_ - question_->height + 1) / 2});
    x += ring_ + gap_;
  }
  for (const Text& text : {label_, detail_}) {
    if (!text) continue;
    canvas.blend(*text, {x, baseline - text->baseline});
    x += text->width + gap_;
  }
}

}  // namespace facewire::vision
