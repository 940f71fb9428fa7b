#pragma once

#include <string>
#include <vector>

#include "facewire/plot/svg.hpp"

namespace facewire::eval {

using plot::Point;

/// One line of a chart.
struct Series {
  std::string label;
  std::vector<Point> points;  ///< both rates from 0 to 1
  std::vector<Point> marks;   ///< dots on it: the engine's own operating point
};

struct LineChart {
  std::string title;
  std::string subtitle;
  std::string xLabel;
  std::string yLabel;
  std::vector<Series> series;
  double smallestX = 0.001;  ///< where the logarithmic x axis begins; it ends at 1
};

/// Rates against rates, the first series emphasised: an SVG document. Points left of the axis are drawn at its start.
std::string drawLineChart(const LineChart& chart);

/// The colour of series `index`, the same in all plots: the first is the engine, the second the baseline.
std::string seriesColour(std::size_t index);

}  // namespace facewire::eval
