#pragma once

#include <memory>
#include <opencv2/core/types.hpp>

#include "canvas.hpp"
#include "facewire/vision/annotator.hpp"
#include "text_renderer.hpp"

namespace facewire::vision {

/// What tells known from unknown at a glance; the shapes differ as well (see Annotator).
inline constexpr Colour kKnownColour{0x3D, 0xE8, 0x90};
inline constexpr Colour kUnknownColour{0xFF, 0xB9, 0x38};

/// A face's tag, ready to be drawn: known, dark text on a filled plate; unknown, a ringed question mark and light text
/// on a dark, outlined plate.
class NameTag {
 public:
  /// Not larger than `limit`; empty where nothing legible fits or nothing is to be said. `fontPixels`: of the label.
  NameTag(TextRenderer& texts, const Mark& mark, int fontPixels, cv::Size limit);

  cv::Size size() const { return size_; }
  void draw(Canvas& canvas, cv::Point topLeft) const;

 private:
  using Text = std::shared_ptr<const TextImage>;

  bool known_;
  int em_;
  int padding_ = 0;
  int gap_ = 0;
  int baseline_ = 0;
  int ring_ = 0;  // diameter; 0 where there is none
  cv::Size size_;
  Text question_;
  Text label_;
  Text detail_;
};

}  // namespace facewire::vision
