#include "bar_chart.hpp"

#include <algorithm>

#include "facewire/base/numbers.hpp"
#include "facewire/plot/svg.hpp"
#include "line_chart.hpp"

namespace facewire::eval {
namespace {

using plot::Svg;

constexpr double kWidth = 720;
constexpr double kHeight = 420;
constexpr double kLeft = 72;
constexpr double kRight = 24;
constexpr double kTop = 76;
constexpr double kBottom = 60;
constexpr int kLines = 5;
constexpr const char* kGrid = "#e5e7eb";
constexpr const char* kMuted = "#6b7280";

/// A round number that is at least `most`, and a multiple of kLines.
std::size_t axisEnd(std::size_t most) {
  std::size_t unit = 1;
  while (unit * 10 * kLines < most) unit *= 10;
  std::size_t end = unit * kLines;
  while (end < most) end += unit * kLines;
  return end;
}

}  // namespace

std::string drawBarChart(const BarChart& chart) {
  Svg svg(kWidth, kHeight);
  std::size_t most = 1;
  for (const BarSeries& series : chart.series) {
    for (const std::size_t count : series.counts) most = std::max(most, count);
  }
  const auto end = static_cast<double>(axisEnd(most));
  const auto yOf = [&](double count) { return kHeight - kBottom - count / end * (kHeight - kTop - kBottom); };
  svg.text({kLeft, 28}, chart.title, {.size = 17, .bold = true});
  for (int i = 0; i <= kLines; ++i) {
    const double count = end * i / kLines;
    svg.line({kLeft, yOf(count)}, {kWidth - kRight, yOf(count)}, {.colour = i == 0 ? kMuted : kGrid});
    svg.text({kLeft - 8, yOf(count) + 4}, plainNumber(count, 0), {.anchor = "end", .colour = kMuted});
  }
  const double group = (kWidth - kLeft - kRight) / static_cast<double>(std::max<std::size_t>(chart.groups.size(), 1));
  const double bar = group * 0.8 / static_cast<double>(std::max<std::size_t>(chart.series.size(), 1));
  for (std::size_t g = 0; g < chart.groups.size(); ++g) {
    const double left = kLeft + group * (static_cast<double>(g) + 0.1);
    for (std::size_t s = 0; s < chart.series.size(); ++s) {
      const auto count = static_cast<double>(chart.series[s].counts.at(g));
      const double x = left + bar * static_cast<double>(s);
      svg.rectangle({x + 1, yOf(count)}, bar - 2, yOf(0) - yOf(count), seriesColour(s));
      svg.text({x + bar / 2, yOf(count) - 5}, plainNumber(count, 0), {.size = 11, .anchor = "middle"});
    }
    svg.text({left + group * 0.4, yOf(0) + 20}, chart.groups[g], {.anchor = "middle", .colour = kMuted});
  }
  svg.text({(kLeft + kWidth - kRight) / 2, kHeight - 16}, chart.xLabel, {.size = 13, .anchor = "middle"});
  svg.text({20, (yOf(0) + yOf(end)) / 2}, chart.yLabel, {.size = 13, .anchor = "middle", .turn = -90});
  double x = kLeft;
  for (std::size_t s = 0; s < chart.series.size(); ++s) {
    svg.rectangle({x, 42}, 14, 14, seriesColour(s));
    svg.text({x + 20, 54}, chart.series[s].label, {});
    x += 50 + 7.0 * static_cast<double>(chart.series[s].label.size());
  }
  return svg.document();
}

}  // namespace facewire::eval
