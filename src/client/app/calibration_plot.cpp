#include "calibration_plot.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "calibration_text.hpp"
#include "facewire/base/numbers.hpp"
#include "facewire/plot/svg.hpp"
#include "terminal_text.hpp"

namespace facewire::app {
namespace {

using client::Calibration;
using plot::Point;
using plot::Svg;

constexpr double kWidth = 884;
constexpr double kHeight = 700;
constexpr double kLeft = 100;
constexpr double kRight = 132;  ///< those that are never named stand here
constexpr double kNeedsTop = 104;
constexpr double kNeedsBottom = 316;
constexpr double kRatesTop = 356;
constexpr double kRatesBottom = 580;
constexpr int kBins = 48;
/// Names and sources longer than this are cut in the caption.
constexpr std::size_t kLongest = 28;

constexpr const char* kOwn = "#2563eb";
constexpr const char* kStrangers = "#d97706";
constexpr const char* kInk = "#1f2937";
constexpr const char* kMuted = "#6b7280";
constexpr const char* kGrid = "#e5e7eb";

/// A step of 1, 2 or 5 times a power of ten that cuts `span` in six to fifteen.
double niceStep(double span) {
  const double power = std::pow(10.0, std::floor(std::log10(span / 6)));
  for (const double digit : {1.0, 2.0, 5.0}) {
    if (span / (digit * power) <= 12) return digit * power;
  }
  return 10 * power;
}

/// The thresholds along the x axis of both panels.
struct Axis {
  double low = 0;
  double high = 1;
  double step = 1;

  double x(double threshold) const { return kLeft + (threshold - low) / (high - low) * (kWidth - kLeft - kRight); }
};

/// Reaches from the least finite threshold to the largest, with room for the labels of those in use.
Axis axisFor(const Calibration& found) {
  double low = found.current.threshold;
  double high = low;
  const auto take = [&](double threshold) {
    if (!std::isfinite(threshold)) return;
    low = std::min(low, threshold);
    high = std::max(high, threshold);
  };
  for (const double need : found.genuine.thresholds) take(need);
  for (const double need : found.impostor.thresholds) take(need);
  if (found.suggested) take(found.suggested->threshold);
  const double span = high > low ? high - low : std::max(1.0, high);
  for (const double inUse : {found.current.threshold, found.suggested ? found.suggested->threshold : low}) {
    low = std::min(low, inUse - span / 5);
    high = std::max(high, inUse + span / 5);
  }
  Axis axis;
  axis.step = niceStep(high - low);
  axis.low = std::max(0.0, std::floor(low / axis.step) * axis.step);
  axis.high = std::ceil(high / axis.step) * axis.step;
  return axis;
}

void drawThresholdAxis(Svg& svg, const Axis& axis, double top, double bottom, bool labelled) {
  for (int i = 0; axis.low + i * axis.step <= axis.high + axis.step / 2; ++i) {
    const double threshold = axis.low + i * axis.step;
    svg.line({axis.x(threshold), top}, {axis.x(threshold), bottom}, {.colour = kGrid});
    if (labelled) {
      svg.text({axis.x(threshold), bottom + 18}, plainNumber(threshold, 3), {.anchor = "middle", .colour = kMuted});
    }
  }
}

std::size_t countNever(const std::vector<double>& thresholds) {
  return static_cast<std::size_t>(std::ranges::count_if(thresholds, [](double need) { return !std::isfinite(need); }));
}

/// What part of all pictures needs a threshold in each bin.
std::vector<double> binned(const std::vector<double>& thresholds, const Axis& axis) {
  std::vector<double> parts(kBins);
  for (const double need : thresholds) {
    if (!std::isfinite(need)) continue;
    const auto bin = static_cast<int>((need - axis.low) / (axis.high - axis.low) * kBins);
    parts[static_cast<std::size_t>(std::clamp(bin, 0, kBins - 1))] += 1.0 / static_cast<double>(thresholds.size());
  }
  return parts;
}

/// Own pictures upwards, strangers' downwards, each in parts of its own number.
void drawNeeds(Svg& svg, const Calibration& found, const Axis& axis) {
  const std::vector<double> own = binned(found.genuine.thresholds, axis);
  const std::vector<double> strangers = binned(found.impostor.thresholds, axis);
  const double tallest = std::max({std::ranges::max(own), std::ranges::max(strangers), 1e-9});
  const double middle = (kNeedsTop + kNeedsBottom) / 2;
  const double scale = ((kNeedsBottom - kNeedsTop) / 2 - 14) / tallest;
  drawThresholdAxis(svg, axis, kNeedsTop, kNeedsBottom, false);
  const double width = (kWidth - kLeft - kRight) / kBins;
  for (int i = 0; i < kBins; ++i) {
    const auto bin = static_cast<std::size_t>(i);
    const double x = kLeft + i * width + 0.5;
    svg.rectangle({x, middle - own[bin] * scale}, width - 1, own[bin] * scale, kOwn);
    svg.rectangle({x, middle}, width - 1, strangers[bin] * scale, kStrangers);
  }
  svg.line({kLeft, middle}, {kWidth - kRight, middle}, {.colour = kMuted});
  svg.text({kLeft - 12, (kNeedsTop + middle) / 2}, "own", {.size = 13, .anchor = "end", .colour = kOwn, .bold = true});
  svg.text({kLeft - 12, (middle + kNeedsBottom) / 2}, "strangers'",
           {.size = 13, .anchor = "end", .colour = kStrangers, .bold = true});
  const double beside = kWidth - kRight + 14;
  const auto never = [&](double y, const std::vector<double>& thresholds, const char* colour) {
    if (thresholds.empty()) return;
    svg.text({beside, y}, std::to_string(countNever(thresholds)) + " of " + std::to_string(thresholds.size()),
             {.size = 13, .colour = colour, .bold = true});
    svg.text({beside, y + 16}, "never named", {.size = 11, .colour = kMuted});
  };
  never((kNeedsTop + middle) / 2 - 8, found.genuine.thresholds, kOwn);
  never((middle + kNeedsBottom) / 2 - 8, found.impostor.thresholds, kStrangers);
}

/// Square roots: the rates that matter are small ones beside large ones.
double rateY(double rate) {
  return kRatesBottom - std::sqrt(std::clamp(rate, 0.0, 1.0)) * (kRatesBottom - kRatesTop);
}

/// The part of `thresholds` that is named, over the threshold.
void drawRate(Svg& svg, const std::vector<double>& thresholds, const Axis& axis, const char* colour) {
  if (thresholds.empty()) return;
  std::vector<Point> line{{axis.x(axis.low), rateY(0)}};
  double named = 0;
  for (const double need : thresholds) {
    if (!std::isfinite(need)) break;
    line.push_back({axis.x(need), line.back().y});
    line.push_back({axis.x(need), rateY(++named / static_cast<double>(thresholds.size()))});
  }
  line.push_back({axis.x(axis.high), line.back().y});
  svg.polyline(line, {.colour = colour, .width = 2.4});
}

void drawRates(Svg& svg, const Calibration& found, const Axis& axis) {
  drawThresholdAxis(svg, axis, kRatesTop, kRatesBottom, true);
  for (const double rate : {0.0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 1.0}) {
    svg.line({kLeft, rateY(rate)}, {kWidth - kRight, rateY(rate)}, {.colour = rate == 0 ? kMuted : kGrid});
    svg.text({kLeft - 8, rateY(rate) + 4}, percentText(rate), {.anchor = "end", .colour = kMuted});
  }
  const double wished = rateY(found.wishedFar);
  svg.line({kLeft, wished}, {kWidth - kRight, wished}, {.colour = kStrangers, .width = 1.2, .dashes = "2 3"});
  svg.text({kWidth - kRight + 8, wished + 4}, "wished " + percentText(found.wishedFar), {.colour = kStrangers});
  drawRate(svg, found.genuine.thresholds, axis, kOwn);
  drawRate(svg, found.impostor.thresholds, axis, kStrangers);
  svg.text({kWidth - kRight + 8, kRatesTop + 12}, "own pictures", {.colour = kOwn, .bold = true});
  svg.text({kWidth - kRight + 8, kRatesTop + 28}, "named right", {.colour = kOwn, .bold = true});
  svg.text({kWidth - kRight + 8, kRatesTop + 54}, "strangers'", {.colour = kStrangers, .bold = true});
  svg.text({kWidth - kRight + 8, kRatesTop + 70}, "pictures named", {.colour = kStrangers, .bold = true});
  svg.text({(kLeft + kWidth - kRight) / 2, kRatesBottom + 40}, "threshold", {.size = 13, .anchor = "middle"});
}

/// The false accept rate's 95 % range at the suggested threshold.
void drawRange(Svg& svg, const Calibration& found, const Axis& axis) {
  if (!found.suggested || found.suggested->strangerPictures == 0) return;
  const double x = axis.x(found.suggested->threshold);
  const double low = rateY(found.suggested->falseAccepts.low);
  const double high = rateY(found.suggested->falseAccepts.high);
  svg.line({x, low}, {x, high}, {.colour = kStrangers, .width = 5});
  for (const double y : {low, high}) svg.line({x - 6, y}, {x + 6, y}, {.colour = kStrangers, .width = 2});
}

/// Upright lines through both panels; of two the left one's label stands on its left.
void drawThresholds(Svg& svg, const Calibration& found, const Axis& axis) {
  const double now = found.current.threshold;
  const double suggested = found.suggested ? found.suggested->threshold : now;
  const auto draw = [&](double threshold, const std::string& label, bool leftward, const plot::Stroke& stroke) {
    const double x = axis.x(threshold);
    svg.line({x, kNeedsTop - 12}, {x, kRatesBottom}, stroke);
    svg.text({leftward ? x - 5 : x + 5, kNeedsTop - 4}, label,
             {.size = 12, .anchor = leftward ? "end" : "start", .colour = stroke.colour, .bold = true});
  };
  if (found.suggested && suggested == now) {
    draw(now, "suggested: " + plainNumber(now, 3) + ", as now", false, {.colour = kInk, .width = 1.8});
    return;
  }
  draw(now, "now " + plainNumber(now, 3), now < suggested, {.colour = kMuted, .width = 1.5, .dashes = "5 4"});
  if (!found.suggested) return;
  draw(suggested, "suggested " + plainNumber(suggested, 3), suggested < now, {.colour = kInk, .width = 1.8});
}

std::string shortened(const std::string& text) {
  if (displayWidth(text) <= kLongest) return text;
  std::string cut;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t next = i + 1;
    while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0) == 0x80) ++next;
    if (displayWidth(cut + text.substr(i, next - i)) > kLongest - 1) break;
    cut += text.substr(i, next - i);
    i = next;
  }
  return cut + "…";
}

std::string effectOf(const std::string& label, const client::ThresholdEffect& effect) {
  std::string text = label + " " + plainNumber(effect.threshold, 3) + ": " + std::to_string(effect.known) + " of " +
                     counted(effect.ownPictures, "own picture") + " named right";
  if (effect.strangerPictures == 0) return text;
  return text + ", " + std::to_string(effect.mistaken) + " of " +
         counted(effect.strangerPictures, "strangers' picture") + " named (95 %: " + rangeText(effect.falseAccepts) +
         ")";
}

void drawCaption(Svg& svg, const Calibration& found) {
  std::vector<std::string> lines{effectOf("Now", found.current)};
  if (found.suggested) lines.push_back(effectOf("Suggested", *found.suggested));
  if (!found.suggested) lines.emplace_back("No threshold can be suggested: it takes two people or more.");
  if (found.closest) {
    lines.push_back("Closest people: " + shortened(printable(found.closest->one.name)) + " and " +
                    shortened(printable(found.closest->other.name)) + ", at " +
                    distanceNumber(found.closest->distance, found.current.threshold) +
                    (found.mislabelled.empty()
                         ? ""
                         : "; without " + counted(found.mislabelled.size(), "picture") + " that look mislabelled"));
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    svg.text({kLeft, kRatesBottom + 66 + 19 * static_cast<double>(i)}, lines[i], {.size = 12.5});
  }
}

}  // namespace

std::string drawCalibration(const Calibration& found) {
  Svg svg(kWidth, kHeight);
  const Axis axis = axisFor(found);
  svg.text({kLeft, 32}, "Calibration for a false accept rate of " + percentText(found.wishedFar),
           {.size = 18, .bold = true});
  svg.text({kLeft, 54},
           counted(found.samples, "picture") + " of " + std::to_string(found.people) +
               (found.people == 1 ? " person" : " people") +
               ": the threshold that each needs to be named, and what is named at every threshold",
           {.size = 12.5, .colour = kMuted});
  drawNeeds(svg, found, axis);
  drawRates(svg, found, axis);
  drawThresholds(svg, found, axis);
  drawRange(svg, found, axis);
  drawCaption(svg, found);
  return svg.document();
}

}  // namespace facewire::app
