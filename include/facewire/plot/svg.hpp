#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace facewire::plot {

struct Point {
  double x = 0;
  double y = 0;
};

/// How a line is drawn.
struct Stroke {
  std::string colour = "#1f2937";
  double width = 1;
  std::string dashes{};  ///< as SVG's stroke-dasharray; empty: solid
};

struct TextStyle {
  double size = 12;
  std::string anchor = "start";  ///< start, middle or end
  std::string colour = "#1f2937";
  bool bold = false;
  double turn = 0;  ///< degrees, about the text's own point
};

/// A drawing as an SVG document, on white. Lengths in pixels, y downwards.
class Svg {
 public:
  Svg(double width, double height);

  void line(Point from, Point to, const Stroke& stroke);
  void polyline(const std::vector<Point>& points, const Stroke& stroke);
  void rectangle(Point corner, double width, double height, const std::string& fill);
  void circle(Point centre, double radius, const std::string& fill);
  void text(Point at, std::string_view words, const TextStyle& style);

  std::string document() const { return body_ + "</svg>\n"; }

 private:
  std::string body_;
};

}  // namespace facewire::plot
