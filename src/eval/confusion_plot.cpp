#include "confusion_plot.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <tuple>

#include "facewire/plot/svg.hpp"

namespace facewire::eval {
namespace {

using plot::Point;
using plot::Svg;
using plot::TextStyle;

constexpr double kPanel = 400;
constexpr double kGap = 90;
constexpr double kTop = 84;
constexpr double kFoot = 150;
constexpr std::size_t kMistakesNamed = 4;
constexpr std::size_t kMostLabels = 40;
constexpr const char* kMuted = "#6b7280";

/// From near white to full: right answers blue, mistakes red, so that one mistake is seen among hundreds of right ones.
std::string cellColour(bool right, double part) {
  const std::array<int, 3> full = right ? std::array{29, 78, 216} : std::array{220, 38, 38};
  const double strength = right ? 0.15 + 0.85 * part : 0.35 + 0.65 * part;
  std::string colour = "rgb(";
  for (std::size_t i = 0; i < full.size(); ++i) {
    colour += std::to_string(std::lround(255 + (full[i] - 255) * strength)) + (i + 1 < full.size() ? "," : ")");
  }
  return colour;
}

void drawLabels(Svg& svg, Point corner, double cell, const std::vector<std::string>& names) {
  const std::size_t step = (names.size() + kMostLabels - 1) / kMostLabels;
  const double size = std::clamp(cell * static_cast<double>(step) * 0.8, 7.0, 12.0);
  for (std::size_t i = 0; i < names.size(); i += std::max<std::size_t>(step, 1)) {
    const double middle = (static_cast<double>(i) + 0.5) * cell;
    const TextStyle style{.size = size, .anchor = "end", .colour = kMuted};
    svg.text({corner.x - 5, corner.y + middle + size / 3}, names[i], style);
    TextStyle turned = style;
    turned.turn = -90;
    svg.text({corner.x + middle + size / 3, corner.y + kPanel + 5}, names[i], turned);
  }
}

void drawMistakes(Svg& svg, Point at, const ConfusionPanel& panel, const std::vector<std::string>& names) {
  std::vector<std::tuple<std::size_t, std::size_t, std::size_t>> mistakes;
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (std::size_t j = 0; j < names.size(); ++j) {
      if (i != j && panel.counts[i][j] > 0) mistakes.emplace_back(panel.counts[i][j], i, j);
    }
  }
  std::ranges::sort(mistakes, [](const auto& a, const auto& b) { return std::get<0>(a) > std::get<0>(b); });
  if (mistakes.empty()) svg.text(at, "no mistakes", {});
  for (std::size_t k = 0; k < std::min(mistakes.size(), kMistakesNamed); ++k) {
    const auto& [count, i, j] = mistakes[k];
    svg.text({at.x, at.y + 18 * static_cast<double>(k)},
             names[i] + " taken for " + names[j] + ": " + std::to_string(count), {});
  }
}

void drawPanel(Svg& svg, Point corner, const ConfusionPanel& panel, const std::vector<std::string>& names) {
  const double cell = kPanel / static_cast<double>(std::max<std::size_t>(names.size(), 1));
  svg.text({corner.x, corner.y - 12}, panel.label, {.size = 13, .bold = true});
  svg.rectangle({corner.x - 1, corner.y - 1}, kPanel + 2, kPanel + 2, "#d1d5db");
  svg.rectangle(corner, kPanel, kPanel, "#f9fafb");
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto probes = std::accumulate(panel.counts[i].begin(), panel.counts[i].end(), std::size_t{0});
    for (std::size_t j = 0; j < names.size(); ++j) {
      if (panel.counts[i][j] == 0) continue;
      const double part = static_cast<double>(panel.counts[i][j]) / static_cast<double>(probes);
      svg.rectangle({corner.x + cell * static_cast<double>(j), corner.y + cell * static_cast<double>(i)}, cell, cell,
                    cellColour(i == j, part));
    }
  }
  drawLabels(svg, corner, cell, names);
  svg.text({corner.x + kPanel / 2, corner.y + kPanel + 62}, "taken for", {.anchor = "middle", .colour = kMuted});
  svg.text({corner.x - 62, corner.y + kPanel / 2}, "who it is", {.anchor = "middle", .colour = kMuted, .turn = -90});
  drawMistakes(svg, {corner.x, corner.y + kPanel + 86}, panel, names);
}

}  // namespace

std::string drawConfusion(const std::string& title, const std::vector<std::string>& names,
                          const std::vector<ConfusionPanel>& panels) {
  Svg svg(kGap + static_cast<double>(panels.size()) * (kPanel + kGap), kTop + kPanel + kFoot);
  svg.text({kGap, 32}, title, {.size = 17, .bold = true});
  for (std::size_t i = 0; i < panels.size(); ++i) {
    drawPanel(svg, {kGap + static_cast<double>(i) * (kPanel + kGap), kTop}, panels[i], names);
  }
  return svg.document();
}

}  // namespace facewire::eval
