#include "facewire/plot/svg.hpp"

#include "facewire/base/numbers.hpp"

namespace facewire::plot {
namespace {

std::string length(double value) {
  return plainNumber(value, 2);
}

std::string escaped(std::string_view words) {
  std::string safe;
  for (const char c : words) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

std::string strokeOf(const Stroke& stroke) {
  std::string text = " stroke=\"" + stroke.colour + "\" stroke-width=\"" + length(stroke.width) + "\"";
  if (!stroke.dashes.empty()) text += " stroke-dasharray=\"" + stroke.dashes + "\"";
  return text;
}

}  // namespace

Svg::Svg(double width, double height) {
  const std::string size = length(width) + "\" height=\"" + length(height);
  body_ = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + size + "\" viewBox=\"0 0 " + length(width) + ' ' +
          length(height) + "\" font-family=\"Noto Sans, DejaVu Sans, sans-serif\">\n<rect width=\"" + size +
          "\" fill=\"#ffffff\"/>\n";
}

void Svg::line(Point from, Point to, const Stroke& stroke) {
  body_ += "<line x1=\"" + length(from.x) + "\" y1=\"" + length(from.y) + "\" x2=\"" + length(to.x) + "\" y2=\"" +
           length(to.y) + "\"" + strokeOf(stroke) + "/>\n";
}

void Svg::polyline(const std::vector<Point>& points, const Stroke& stroke) {
  body_ += "<polyline fill=\"none\" stroke-linejoin=\"round\"" + strokeOf(stroke) + " points=\"";
  for (const Point& point : points) body_ += length(point.x) + ',' + length(point.y) + ' ';
  body_ += "\"/>\n";
}

void Svg::rectangle(Point corner, double width, double height, const std::string& fill) {
  body_ += "<rect x=\"" + length(corner.x) + "\" y=\"" + length(corner.y) + "\" width=\"" + length(width) +
           "\" height=\"" + length(height) + "\" shape-rendering=\"crispEdges\" fill=\"" + fill + "\"/>\n";
}

void Svg::circle(Point centre, double radius, const std::string& fill) {
  body_ += "<circle cx=\"" + length(centre.x) + "\" cy=\"" + length(centre.y) + "\" r=\"" + length(radius) +
           "\" fill=\"" + fill + "\"/>\n";
}

void Svg::text(Point at, std::string_view words, const TextStyle& style) {
  body_ += "<text x=\"" + length(at.x) + "\" y=\"" + length(at.y) + "\" font-size=\"" + length(style.size) +
           "\" text-anchor=\"" + style.anchor + "\" fill=\"" + style.colour + "\"";
  if (style.bold) body_ += " font-weight=\"bold\"";
  if (style.turn != 0)
    body_ += " transform=\"rotate(" + length(style.turn) + ' ' + length(at.x) + ' ' + length(at.y) + ")\"";
  body_ += ">" + escaped(words) + "</text>\n";
}

}  // namespace facewire::plot
