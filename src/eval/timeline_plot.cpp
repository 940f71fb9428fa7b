#include "timeline_plot.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "facewire/base/numbers.hpp"
#include "facewire/plot/svg.hpp"

namespace facewire::eval {
namespace {

using plot::Svg;

constexpr double kLeft = 150;
constexpr double kWidth = 1000;
constexpr double kRight = 90;
constexpr double kTop = 86;
constexpr double kStrip = 26;
constexpr double kStripGap = 6;
constexpr double kGroupGap = 34;
constexpr const char* kMuted = "#6b7280";

struct Meaning {
  Outcome outcome;
  const char* colour;
  const char* words;
};

constexpr std::array<Meaning, 4> kMeanings{{{Outcome::right, "#16a34a", "right"},
                                            {Outcome::wrong, "#dc2626", "wrong name"},
                                            {Outcome::unknown, "#f59e0b", "unknown, but enrolled"},
                                            {Outcome::missed, "#cbd5e1", "no box found"}}};

const char* colourOf(Outcome outcome) {
  return std::ranges::find(kMeanings, outcome, &Meaning::outcome)->colour;
}

void drawLegend(Svg& svg) {
  double x = kLeft;
  for (const Meaning& meaning : kMeanings) {
    svg.rectangle({x, 46}, 14, 14, meaning.colour);
    svg.text({x + 20, 58}, meaning.words, {});
    x += 60 + 7.0 * static_cast<double>(std::string_view(meaning.words).size());
  }
}

void drawStrip(Svg& svg, double y, const TimelineRow& row, const std::string& identity, double perFrame,
               std::int64_t step) {
  svg.rectangle({kLeft, y}, kWidth, kStrip, "#f9fafb");
  std::size_t faces = 0;
  std::size_t right = 0;
  for (const auto& entry : row.entries) {
    if (entry.identity != identity) continue;
    ++faces;
    if (entry.outcome == Outcome::right) ++right;
    svg.rectangle({kLeft + static_cast<double>(entry.frame) * perFrame, y}, perFrame * static_cast<double>(step),
                  kStrip, colourOf(entry.outcome));
  }
  svg.text({kLeft - 8, y + 17}, row.label, {.anchor = "end"});
  const double share = faces == 0 ? 0 : 100 * static_cast<double>(right) / static_cast<double>(faces);
  svg.text({kLeft + kWidth + 8, y + 17}, fixedNumber(share, 1) + " %", {});
}

}  // namespace

std::string drawTimeline(const std::string& title, const std::vector<TimelineRow>& rows, std::int64_t lastFrame,
                         std::int64_t step) {
  std::set<std::string> identities;
  for (const TimelineRow& row : rows) {
    for (const auto& entry : row.entries) identities.insert(entry.identity);
  }
  const double group = static_cast<double>(rows.size()) * (kStrip + kStripGap) + kGroupGap;
  const double bottom = kTop + static_cast<double>(identities.size()) * group;
  Svg svg(kLeft + kWidth + kRight, bottom + 44);
  svg.text({kLeft, 28}, title, {.size = 17, .bold = true});
  drawLegend(svg);
  const auto frames = static_cast<double>(std::max<std::int64_t>(lastFrame + step, 1));
  double y = kTop;
  for (const std::string& identity : identities) {
    svg.text({kLeft, y + 14}, identity, {.size = 13, .bold = true});
    y += 22;
    for (const TimelineRow& row : rows) {
      drawStrip(svg, y, row, identity, kWidth / frames, step);
      y += kStrip + kStripGap;
    }
    y += kGroupGap - 22;
  }
  for (int tick = 0; tick <= 10; ++tick) {
    const double x = kLeft + kWidth * tick / 10;
    svg.line({x, bottom - 6}, {x, bottom}, {.colour = kMuted});
    svg.text({x, bottom + 14}, plainNumber(frames * tick / 10, 0), {.size = 11, .anchor = "middle", .colour = kMuted});
  }
  svg.text({kLeft + kWidth / 2, bottom + 34}, "frame", {.size = 12, .anchor = "middle"});
  return svg.document();
}

}  // namespace facewire::eval
