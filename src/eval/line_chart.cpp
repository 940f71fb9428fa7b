#include "line_chart.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "facewire/base/numbers.hpp"

namespace facewire::eval {
namespace {

using plot::Stroke;
using plot::Svg;

constexpr double kWidth = 720;
constexpr double kHeight = 480;
constexpr double kLeft = 72;
constexpr double kRight = 24;
constexpr double kTop = 64;
constexpr double kBottom = 60;
constexpr const char* kGrid = "#e5e7eb";
constexpr const char* kFineGrid = "#f3f4f6";
constexpr const char* kMuted = "#6b7280";

/// From rates to pixels.
struct Scale {
  double smallestX;

  double x(double rate) const {
    const double decades = -std::log10(smallestX);
    const double part = 1 + std::log10(std::max(rate, smallestX)) / decades;
    return kLeft + part * (kWidth - kLeft - kRight);
  }
  double y(double rate) const { return kHeight - kBottom - rate * (kHeight - kTop - kBottom); }
  Point at(const Point& rates) const { return {x(rates.x), y(rates.y)}; }
};

std::string percent(double rate) {
  return plainNumber(rate * 100, 4) + " %";
}

void drawAxes(Svg& svg, const Scale& scale, const LineChart& chart) {
  for (double decade = chart.smallestX; decade < 1.5; decade *= 10) {
    for (int part = 2; part < 10 && decade < 0.9; ++part)
      svg.line({scale.x(decade * part), scale.y(0)}, {scale.x(decade * part), scale.y(1)}, {.colour = kFineGrid});
  }
  for (int tenth = 0; tenth <= 10; ++tenth) {
    const double rate = tenth / 10.0;
    svg.line({scale.x(0), scale.y(rate)}, {scale.x(1), scale.y(rate)}, {.colour = tenth % 2 == 0 ? kGrid : kFineGrid});
    if (tenth % 2 == 0)
      svg.text({scale.x(0) - 8, scale.y(rate) + 4}, percent(rate), {.anchor = "end", .colour = kMuted});
  }
  for (double decade = chart.smallestX; decade < 1.5; decade *= 10) {
    svg.line({scale.x(decade), scale.y(0)}, {scale.x(decade), scale.y(1)}, {.colour = kGrid});
    svg.text({scale.x(decade), scale.y(0) + 20}, percent(decade), {.anchor = "middle", .colour = kMuted});
  }
  svg.line({scale.x(0), scale.y(0)}, {scale.x(1), scale.y(0)}, {.colour = kMuted});
  svg.line({scale.x(0), scale.y(0)}, {scale.x(0), scale.y(1)}, {.colour = kMuted});
  svg.text({(scale.x(0) + scale.x(1)) / 2, kHeight - 16}, chart.xLabel, {.size = 13, .anchor = "middle"});
  svg.text({20, (scale.y(0) + scale.y(1)) / 2}, chart.yLabel, {.size = 13, .anchor = "middle", .turn = -90});
}

Stroke strokeOf(std::size_t index) {
  return {seriesColour(index), index == 0 ? 2.6 : 2.0, index == 0 ? "" : "6 4"};
}

/// In the corner where curves of rates seldom are.
void drawLegend(Svg& svg, const LineChart& chart, const Scale& scale) {
  std::size_t longest = 0;
  for (const Series& series : chart.series) longest = std::max(longest, series.label.size());
  const double width = 60 + 7.0 * static_cast<double>(longest);
  const double height = 12 + 20.0 * static_cast<double>(chart.series.size());
  const Point corner{scale.x(1) - width - 12, scale.y(0) - height - 12};
  svg.rectangle({corner.x - 1, corner.y - 1}, width + 2, height + 2, kGrid);
  svg.rectangle(corner, width, height, "#ffffff");
  for (std::size_t i = 0; i < chart.series.size(); ++i) {
    const double y = corner.y + 16 + 20 * static_cast<double>(i);
    svg.line({corner.x + 10, y}, {corner.x + 42, y}, strokeOf(i));
    svg.text({corner.x + 50, y + 4}, chart.series[i].label, {});
  }
}

}  // namespace

std::string seriesColour(std::size_t index) {
  static constexpr std::array<const char*, 4> kColours{"#2563eb", "#d97706", "#059669", "#9333ea"};
  return kColours[index % kColours.size()];
}

std::string drawLineChart(const LineChart& chart) {
  Svg svg(kWidth, kHeight);
  const Scale scale{chart.smallestX};
  svg.text({kLeft, 28}, chart.title, {.size = 17, .bold = true});
  svg.text({kLeft, 48}, chart.subtitle, {.size = 12, .colour = kMuted});
  drawAxes(svg, scale, chart);
  // The first series last, over the others.
  for (std::size_t i = chart.series.size(); i-- > 0;) {
    std::vector<Point> line;
    for (const Point& point : chart.series[i].points) {
      // Rates are measured in steps: between two measured points nothing is promised beyond the lower one.
      if (!line.empty()) line.push_back({scale.at(point).x, line.back().y});
      line.push_back(scale.at(point));
    }
    svg.polyline(line, strokeOf(i));
    for (const Point& mark : chart.series[i].marks) {
      svg.circle(scale.at(mark), 6.5, "#ffffff");
      svg.circle(scale.at(mark), 5, seriesColour(i));
    }
  }
  drawLegend(svg, chart, scale);
  return svg.document();
}

}  // namespace facewire::eval
