#include "facewire/vision/annotator.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <opencv2/core.hpp>
#include <optional>
#include <vector>

#include "canvas.hpp"
#include "name_tag.hpp"
#include "tag_layout.hpp"
#include "text_renderer.hpp"

namespace facewire::vision {
namespace {

constexpr Colour kHalo{0, 0, 0, 0.55F};

/// Sizes that fit both the picture, which is seen as a whole, and the face; in pixels.
struct Scale {
  float thickness;
  int font;

  Scale(cv::Size picture, const cv::Rect& box) {
    const float side = static_cast<float>(std::min(picture.width, picture.height));
    const float face = static_cast<float>(std::min(box.width, box.height));
    thickness = std::clamp(0.024F * face, 1.4F + 0.0030F * side, 2.0F + 0.0060F * side);
    // A frame must leave the face of a few pixels free.
    thickness = std::max(1.0F, std::min(thickness, 0.10F * face));
    const float least = std::max(std::clamp(8 + side / 120, 10.0F, 12.0F), 0.022F * side);
    const float exact = std::clamp(0.15F * face, least, std::max(least, 0.042F * side));
    // In steps of a tenth, so that a face that comes a little nearer does not need its name laid out anew each frame.
    const float step = std::max(1.0F, std::floor(exact / 10));
    font = static_cast<int>(std::lround(std::round(exact / step) * step));
  }
};

/// The part of the box inside the picture; nothing where there is none. Safe for any numbers.
std::optional<cv::Rect> clipBox(const cv::Rect& box, cv::Size picture) {
  const auto clip = [](int start, int length, int limit) {
    const auto end = std::int64_t{start} + length;
    return std::pair(std::clamp(start, 0, limit), static_cast<int>(std::clamp<std::int64_t>(end, 0, limit)));
  };
  const auto [left, right] = clip(box.x, box.width, picture.width);
  const auto [top, bottom] = clip(box.y, box.height, picture.height);
  if (right <= left || bottom <= top) return std::nullopt;
  return cv::Rect(left, top, right - left, bottom - top);
}

void drawCorners(Canvas& canvas, const cv::Rect& box, bool known, float thickness) {
  const float face = static_cast<float>(std::min(box.width, box.height));
  CornerStroke stroke;
  stroke.thickness = known ? thickness : 0.8F * thickness;
  stroke.halo = std::max(1.0F, 0.45F * thickness);
  // All of the stroke inside the box, so that a box at the edge of the picture keeps its corners.
  const float inset = stroke.thickness / 2;
  const cv::Rect2f middle(static_cast<float>(box.x) + inset, static_cast<float>(box.y) + inset,
                          static_cast<float>(box.width) - 2 * inset, static_cast<float>(box.height) - 2 * inset);
  const float side = std::min(middle.width, middle.height);
  if (side <= 0) return;
  const float arm = std::min(std::max(0.22F * face, 3 * thickness), 0.42F * side);
  stroke.radius = std::min(0.09F * face, 0.45F * arm);
  stroke.arm = arm;
  if (!known) {
    stroke.arm = 0.55F * arm;
    stroke.dash = 0.40F * arm;
    stroke.gap = 0.34F * arm + stroke.thickness;
    const float room = 0.5F * side - stroke.thickness - stroke.arm;
    stroke.dashes = std::clamp(static_cast<int>(room / (stroke.gap + stroke.dash)), 0, 2);
  }
  canvas.strokeCorners(middle, stroke, known ? kKnownColour : kUnknownColour, kHalo);
}

}  // namespace

struct Annotator::Impl {
  TextRenderer texts;
  // Kept between frames for their memory only.
  std::vector<NameTag> tags;
  std::vector<TagRequest> requests;
  TagPlaces layout;
};

Annotator::Annotator() : impl_(std::make_unique<Impl>()) {}
Annotator::~Annotator() = default;
Annotator::Annotator(Annotator&&) noexcept = default;

void Annotator::draw(cv::Mat& picture, std::span<const Mark> marks,
                     const std::function<void(const cv::Rect&)>& reveal) {
  if (picture.empty()) return;
  CV_Assert(picture.type() == CV_8UC3);
  impl_->tags.clear();
  impl_->requests.clear();
  Canvas canvas(picture, reveal);
  const cv::Size whole = picture.size();
  for (const Mark& mark : marks) {
    const auto box = clipBox(mark.box, whole);
    if (!box) continue;
    const Scale scale(whole, *box);
    drawCorners(canvas, *box, mark.known, scale.thickness);
    // A tag over half of a tiny picture would hide what it names; a longer one hides others and is not read at a
    // glance.
    const int widest = std::min(std::max(whole.width * 6 / 10, 10 * scale.font), 24 * scale.font);
    const cv::Size limit(std::min(whole.width, widest), whole.height / 2);
    impl_->tags.emplace_back(impl_->texts, mark, scale.font, limit);
    const int gap = static_cast<int>(std::lround(scale.thickness)) + 2;
    impl_->requests.push_back({*box, impl_->tags.back().size(), gap});
  }
  placeTags(whole, impl_->requests, impl_->layout);
  const std::vector<cv::Rect>& places = impl_->layout.places;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (!places[i].empty()) impl_->tags[i].draw(canvas, places[i].tl());
  }
}

}  // namespace facewire::vision
