#include "canvas.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace facewire::vision {
namespace {

std::uint8_t mix(std::uint8_t under, std::uint8_t over, int weight) {
  // weight is 0 to 256, so the division is a shift and 256 gives `over` exactly.
  return static_cast<std::uint8_t>(under + ((over - under) * weight + 128) / 256);
}

/// How much of a pixel the colour takes, of 256, where it covers this share of it.
int weightOf(const Colour& colour, float share) {
  return static_cast<int>(256.0F * colour.alpha * share);
}

void lay(cv::Vec3b& pixel, const Colour& colour, int weight) {
  pixel[0] = mix(pixel[0], colour.blue, weight);
  pixel[1] = mix(pixel[1], colour.green, weight);
  pixel[2] = mix(pixel[2], colour.red, weight);
}

/// Lays the colour over the pixel as far as a shape covers it, whose edge is `outside` pixels from its centre.
void cover(cv::Vec3b& pixel, float outside, const Colour& colour) {
  if (outside < 0.5F) lay(pixel, colour, weightOf(colour, std::min(0.5F - outside, 1.0F)));
}

/// The edge of a rounded rectangle.
struct RoundedEdge {
  cv::Point2f centre;
  cv::Point2f half;
  float radius;

  RoundedEdge(const cv::Rect& area, float wantedRadius)
      : half(static_cast<float>(area.width) / 2, static_cast<float>(area.height) / 2),
        radius(std::min({wantedRadius, half.x, half.y})) {
    centre = cv::Point2f(static_cast<float>(area.x), static_cast<float>(area.y)) + half;
  }

  /// Negative inside.
  float distance(float x, float y) const {
    const float outX = std::abs(x - centre.x) - (half.x - radius);
    const float outY = std::abs(y - centre.y) - (half.y - radius);
    if (outX <= 0 || outY <= 0) return std::max(outX, outY) - radius;
    return std::sqrt(outX * outX + outY * outY) - radius;
  }
};

/// Distance to the stroke along one arm: `along` the side from the corner, `across` it.
float distanceToArm(float along, float across, const CornerStroke& stroke) {
  float outside = std::max({stroke.radius - along, along - stroke.arm, 0.0F});
  float start = stroke.arm;
  for (int i = 0; i < stroke.dashes; ++i) {
    start += stroke.gap;
    outside = std::min(outside, std::max({start - along, along - start - stroke.dash, 0.0F}));
    start += stroke.dash;
  }
  return outside == 0.0F ? std::abs(across) : std::sqrt(outside * outside + across * across);
}

}  // namespace

cv::Rect Canvas::uncover(const cv::Rect& area) {
  const cv::Rect visible = area & cv::Rect({}, picture_.size());
  if (reveal_ && !visible.empty()) reveal_(visible);
  return visible;
}

/// Calls `shade` with each pixel of the area that is in the picture and where its centre is.
template <typename Shade>
void Canvas::visit(const cv::Rect& area, Shade shade) {
  const cv::Rect visible = uncover(area);
  for (int y = visible.y; y < visible.y + visible.height; ++y) {
    auto* row = picture_.ptr<cv::Vec3b>(y);
    for (int x = visible.x; x < visible.x + visible.width; ++x) {
      shade(row[x], static_cast<float>(x) + 0.5F, static_cast<float>(y) + 0.5F);
    }
  }
}

/// Visits only the pixels within `thickness` of the area's edge.
template <typename Shade>
void Canvas::visitFrame(const cv::Rect& area, int thickness, Shade shade) {
  const int across = std::min(thickness, (area.height + 1) / 2);
  const int down = std::min(thickness, (area.width + 1) / 2);
  const int inner = std::max(0, area.height - 2 * across);
  visit({area.x, area.y, area.width, across}, shade);
  visit({area.x, area.y + across, down, inner}, shade);
  visit({area.x + area.width - down, area.y + across, down, inner}, shade);
  visit({area.x, area.y + across + inner, area.width, area.height - across - inner}, shade);
}

void Canvas::fill(const cv::Rect& area, const Colour& colour) {
  const int weight = weightOf(colour, 1);
  visit(area, [&](cv::Vec3b& pixel, float, float) { lay(pixel, colour, weight); });
}

void Canvas::fillRounded(const cv::Rect& area, float radius, const Colour& colour) {
  const RoundedEdge edge(area, radius);
  const int corner = std::min({static_cast<int>(std::ceil(edge.radius)), area.width / 2, area.height / 2});
  const int middle = area.width - 2 * corner;
  const auto shade = [&](cv::Vec3b& pixel, float x, float y) { cover(pixel, edge.distance(x, y), colour); };
  for (const int y : {area.y, area.y + area.height - corner}) {
    visit({area.x, y, corner, corner}, shade);
    fill({area.x + corner, y, middle, corner}, colour);
    visit({area.x + corner + middle, y, corner, corner}, shade);
  }
  fill({area.x, area.y + corner, area.width, area.height - 2 * corner}, colour);
}

void Canvas::strokeRounded(const cv::Rect& area, float radius, float thickness, const Colour& colour) {
  const RoundedEdge edge(area, radius);
  const int reach = static_cast<int>(std::ceil(std::max(edge.radius, thickness))) + 1;
  visitFrame(area, reach, [&](cv::Vec3b& pixel, float x, float y) {
    cover(pixel, std::abs(edge.distance(x, y) + thickness / 2) - thickness / 2, colour);
  });
}

void Canvas::strokeCorners(const cv::Rect2f& box, const CornerStroke& stroke, const Colour& colour,
                           const Colour& halo) {
  const float half = stroke.thickness / 2;
  const float reach = half + stroke.halo + 1;
  const float length = stroke.arm + static_cast<float>(stroke.dashes) * (stroke.gap + stroke.dash) + reach;
  const float corner = std::max(stroke.radius, reach);
  for (const bool atRight : {false, true}) {
    for (const bool atBottom : {false, true}) {
      const cv::Point2f origin(atRight ? box.x + box.width : box.x, atBottom ? box.y + box.height : box.y);
      // Both measured from the corner into the box, so one description serves all four corners.
      const auto into = [&](float x, float y) {
        return cv::Point2f(atRight ? origin.x - x : x - origin.x, atBottom ? origin.y - y : y - origin.y);
      };
      const auto shade = [&](cv::Vec3b& pixel, const cv::Point2f& in, float toArm) {
        float nearest = toArm;
        if (in.x < stroke.radius && in.y < stroke.radius) {
          const float x0 = in.x - stroke.radius;
          const float y0 = in.y - stroke.radius;
          nearest = std::min(nearest, std::abs(std::sqrt(x0 * x0 + y0 * y0) - stroke.radius));
        }
        cover(pixel, nearest - half - stroke.halo, halo);
        cover(pixel, nearest - half, colour);
      };
      // The corner's square and the two arms, cut at whole pixels so that none is painted twice.
      const auto span = [](float from, float to, bool backwards, float start) {
        const int a = static_cast<int>(std::floor(backwards ? start - to : start + from));
        const int b = static_cast<int>(std::floor(backwards ? start - from : start + to));
        return std::pair(a, b - a);
      };
      const auto [cornerX, cornerWidth] = span(-reach, corner, atRight, origin.x);
      const auto [cornerY, cornerHeight] = span(-reach, corner, atBottom, origin.y);
      const auto [armX, armWidth] = span(corner, length, atRight, origin.x);
      const auto [armY, armHeight] = span(corner, length, atBottom, origin.y);
      const auto [edgeX, edgeWidth] = span(-reach, reach, atRight, origin.x);
      const auto [edgeY, edgeHeight] = span(-reach, reach, atBottom, origin.y);
      visit({cornerX, cornerY, cornerWidth, cornerHeight}, [&](cv::Vec3b& pixel, float x, float y) {
        const cv::Point2f in = into(x, y);
        shade(pixel, in, std::min(distanceToArm(in.x, in.y, stroke), distanceToArm(in.y, in.x, stroke)));
      });
      // The other arm is out of their reach.
      visit({armX, edgeY, armWidth, edgeHeight}, [&](cv::Vec3b& pixel, float x, float y) {
        const cv::Point2f in = into(x, y);
        shade(pixel, in, distanceToArm(in.x, in.y, stroke));
      });
      visit({edgeX, armY, edgeWidth, armHeight}, [&](cv::Vec3b& pixel, float x, float y) {
        const cv::Point2f in = into(x, y);
        shade(pixel, in, distanceToArm(in.y, in.x, stroke));
      });
    }
  }
}

void Canvas::blend(const TextImage& text, cv::Point topLeft) {
  const cv::Rect visible = uncover({topLeft, cv::Size(text.width, text.height)});
  for (int y = visible.y; y < visible.y + visible.height; ++y) {
    auto* row = picture_.ptr<cv::Vec3b>(y);
    const std::uint32_t* from = text.pixels.data() + static_cast<std::ptrdiff_t>(y - topLeft.y) * text.width;
    for (int x = visible.x; x < visible.x + visible.width; ++x) {
      const std::uint32_t over = from[x - topLeft.x];
      const std::uint32_t through = 255 - (over >> 24);
      if (through == 255) continue;
      auto& pixel = row[x];
      for (int channel = 0; channel < 3; ++channel) {
        const std::uint32_t premultiplied = over >> (8 * channel) & 255;
        pixel[channel] = cv::saturate_cast<std::uint8_t>(premultiplied + (pixel[channel] * through + 127) / 255);
      }
    }
  }
}

}  // namespace facewire::vision
