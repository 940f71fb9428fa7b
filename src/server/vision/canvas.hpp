#pragma once

#include <functional>
#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>

#include "text_renderer.hpp"

namespace facewire::vision {

/// Opaque where alpha is 1.
struct Colour {
  unsigned char red = 0;
  unsigned char green = 0;
  unsigned char blue = 0;
  float alpha = 1.0F;
};

/// How the corners of a box are stroked; lengths in pixels, arms measured from the corner along each side.
struct CornerStroke {
  float thickness = 2.0F;
  float halo = 1.0F;
  float radius = 0.0F;  ///< of the corner's arc
  float arm = 10.0F;    ///< of the stroke that goes round the corner
  float dash = 0.0F;    ///< of each further stroke on an arm
  float gap = 0.0F;     ///< before each further stroke
  int dashes = 0;       ///< how many further strokes each arm has
};

/// Draws anti-aliased shapes into a BGR picture by their distance from each pixel's centre, so only the pixels a shape
/// may touch are visited. What lies outside the picture is left out. Confined to one thread.
class Canvas {
 public:
  using Reveal = std::function<void(const cv::Rect&)>;

  /// `picture`: CV_8UC3, must outlive the canvas. `reveal`: told of each part of it before it is drawn on.
  explicit Canvas(cv::Mat& picture, Reveal reveal = {}) : picture_(picture), reveal_(std::move(reveal)) {}

  void fillRounded(const cv::Rect& area, float radius, const Colour& colour);

  /// Strokes along the inside of the area's edge.
  void strokeRounded(const cv::Rect& area, float radius, float thickness, const Colour& colour);

  /// `box`: the middle of the stroke runs along its edge. `halo` is drawn under the stroke and reaches `stroke.halo`
  /// beyond it. Precondition: no arm with its dashes passes half a side.
  void strokeCorners(const cv::Rect2f& box, const CornerStroke& stroke, const Colour& colour, const Colour& halo);

  void blend(const TextImage& text, cv::Point topLeft);

 private:
  template <typename Shade>
  void visit(const cv::Rect& area, Shade shade);
  template <typename Shade>
  void visitFrame(const cv::Rect& area, int thickness, Shade shade);
  void fill(const cv::Rect& area, const Colour& colour);

  /// The part of the area that is in the picture, ready to be drawn on.
  cv::Rect uncover(const cv::Rect& area);

  cv::Mat& picture_;
  Reveal reveal_;
};

}  // namespace facewire::vision
