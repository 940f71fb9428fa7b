#pragma once

#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <string_view>

#include "canvas.hpp"
#include "text_renderer.hpp"

namespace facewire::vision {

/// The colours of a sheet: dark, so that faces and the tags' colours stand out.
inline constexpr Colour kPaper{0x13, 0x16, 0x1B};
inline constexpr Colour kCard{0x1D, 0x22, 0x29};
inline constexpr Colour kWell{0x0D, 0x0F, 0x13};
inline constexpr std::uint32_t kInk = 0xFFF2F4F7;
inline constexpr std::uint32_t kSoftInk = 0xFFA9B3BF;
inline constexpr std::uint32_t kKnownInk = 0xFF3DE890;
inline constexpr std::uint32_t kUnknownInk = 0xFFFFB938;

/// Text, pictures and shapes on one sheet. Confined to one thread.
class SheetPainter {
 public:
  /// `sheet`: CV_8UC3, must outlive the painter.
  explicit SheetPainter(cv::Mat& sheet) : sheet_(sheet), canvas_(sheet) {}

  Canvas& canvas() { return canvas_; }

  /// One line from `start` on, which is the left end of its baseline; its width.
  int write(cv::Point start, std::string_view text, const TextStyle& style, int maxWidth);

  int widthOf(std::string_view text, const TextStyle& style, int maxWidth);

  /// The picture (8-bit grey or BGR), fitted whole into the middle of `area` with rounded corners; where it stands. An
  /// empty picture leaves a hollow.
  cv::Rect place(const cv::Mat& picture, const cv::Rect& area, const Colour& around);

 private:
  cv::Mat& sheet_;
  Canvas canvas_;
  TextRenderer texts_;
};

}  // namespace facewire::vision
