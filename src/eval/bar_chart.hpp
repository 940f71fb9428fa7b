#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace facewire::eval {

/// Bars of one colour.
struct BarSeries {
  std::string label;
  std::vector<std::size_t> counts;  ///< one for each of BarChart::groups
};

struct BarChart {
  std::string title;
  std::string xLabel;
  std::string yLabel;
  std::vector<std::string> groups;  ///< along the x axis
  std::vector<BarSeries> series;    ///< side by side in each group
};

/// An SVG document.
std::string drawBarChart(const BarChart& chart);

}  // namespace facewire::eval
