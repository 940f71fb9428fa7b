#include "calibration_text.hpp"

#include <algorithm>
#include <cmath>

#include "facewire/base/numbers.hpp"
#include "terminal_text.hpp"

namespace facewire::app {
namespace {

using client::Calibration;
using client::CalibrationSample;
using client::ThresholdEffect;

/// Of one person's mislabelled pictures, how many are listed.
constexpr std::size_t kListed = 20;

/// Behind the point, for two digits that count.
int percentDigits(double percent) {
  return percent >= 10 ? 0 : percent >= 1 ? 1 : percent >= 0.1 ? 2 : percent >= 0.01 ? 3 : 4;
}

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::string ofAll(std::size_t part, std::size_t whole) {
  if (whole == 0) return "-";
  return std::to_string(part) + " of " + std::to_string(whole) + " (" + percentText(share(part, whole)) + ")";
}

std::string people(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " person" : " people");
}

std::string describeSample(const CalibrationSample& sample) {
  std::string text = printable(sample.name) + " (sample " + std::to_string(sample.sample);
  if (!sample.source.empty()) text += ", " + printable(sample.source);
  return text + ")";
}

/// A table of what is and what would be.
void addEffects(std::vector<std::string>& lines, const Calibration& found) {
  struct Row {
    std::string label;
    std::string (*cell)(const ThresholdEffect&);
  };
  static const Row kRows[] = {
      {"threshold", [](const ThresholdEffect& effect) { return plainNumber(effect.threshold, 3); }},
      {"own pictures named right",
       [](const ThresholdEffect& effect) { return ofAll(effect.known, effect.ownPictures); }},
      {"own pictures named as somebody else",
       [](const ThresholdEffect& effect) { return ofAll(effect.confused, effect.ownPictures); }},
      {"strangers' pictures named",
       [](const ThresholdEffect& effect) { return ofAll(effect.mistaken, effect.strangerPictures); }},
  };
  std::vector<const ThresholdEffect*> effects{&found.current};
  std::vector<std::string> heads{"NOW"};
  if (found.suggested) {
    effects.push_back(&*found.suggested);
    heads.emplace_back("SUGGESTED");
  }
  std::size_t labels = 0;
  for (const Row& row : kRows) labels = std::max(labels, row.label.size());
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < effects.size(); ++i) {
    widths.push_back(heads[i].size());
    for (const Row& row : kRows) widths[i] = std::max(widths[i], row.cell(*effects[i]).size());
  }
  const auto right = [](const std::string& text, std::size_t width) {
    return std::string(width - text.size(), ' ') + text;
  };
  std::string head = padded("", labels);
  for (std::size_t i = 0; i < effects.size(); ++i) head += "  " + right(heads[i], widths[i]);
  lines.push_back(head);
  for (const Row& row : kRows) {
    std::string line = padded(row.label, labels);
    for (std::size_t i = 0; i < effects.size(); ++i) line += "  " + right(row.cell(*effects[i]), widths[i]);
    lines.push_back(line);
  }
}

std::string confidenceOf(const ThresholdEffect& effect) {
  return "At " + plainNumber(effect.threshold, 3) + ", with 95 % confidence, " + rangeText(effect.falseAccepts) +
         " of strangers' pictures are named. One person's pictures are alike; counted by people, " +
         std::to_string(effect.strangersMistaken) + " of " + std::to_string(effect.strangers) +
         " would ever be named: " + rangeText(effect.strangersEver) + ".";
}

std::string footingOf(const Calibration& found) {
  const std::string far = percentText(found.wishedFar);
  const std::string pictures = counted(found.suggested->strangerPictures, "picture");
  if (found.footing == "enough") return "";
  const std::string wanted = "enrol at least " + std::to_string(found.wantedSamples) + " pictures of " +
                             people(std::max(found.wantedPeople, (found.wantedSamples + 9) / 10)) + " to be sure of it";
  const std::string few = pictures + " of " + people(found.suggested->strangers);
  if (found.footing == "thin") {
    return few + " are few for a rate of " + far + ": the threshold stays within a tenth above the default; " + wanted +
           ".";
  }
  return few + " are too few for a rate of " + far + ": the threshold stays at the default or below; " + wanted + ".";
}

void addMislabelled(std::vector<std::string>& lines, const Calibration& found) {
  if (found.mislabelled.empty()) return;
  lines.emplace_back();
  lines.push_back(found.mislabelled.size() == 1 ? "One picture looks mislabelled, and is left out of the above:"
                                                : std::to_string(found.mislabelled.size()) +
                                                      " pictures look mislabelled, and are left out of the above:");
  for (std::size_t i = 0; i < std::min(found.mislabelled.size(), kListed); ++i) {
    const client::MislabelledSample& entry = found.mislabelled[i];
    lines.push_back("  " + describeSample(entry.sample) + ": nearer to " + describeSample(entry.nearest) + " at " +
                    distanceNumber(entry.nearestDistance, found.current.threshold) + " than to its own at " +
                    distanceNumber(entry.ownDistance, found.current.threshold));
  }
  if (found.mislabelled.size() > kListed) {
    lines.push_back("  and " + std::to_string(found.mislabelled.size() - kListed) + " more (--json lists all)");
  }
  lines.push_back("Take a wrong one away with: facewire people remove-sample " +
                  std::to_string(found.mislabelled.front().sample.sample) +
                  ". Where all of a person's are listed, it may be one person under two names.");
}

}  // namespace

std::string percentText(double rate) {
  return plainNumber(rate * 100, percentDigits(rate * 100)) + " %";
}

std::string percentUpTo(double rate) {
  const double unit = std::pow(10.0, percentDigits(rate * 100));
  return plainNumber(std::min(100.0, std::ceil(rate * 100 * unit - 1e-9) / unit), 4) + " %";
}

std::string rangeText(const client::RateRange& range) {
  constexpr double kNothing = 0.00005;
  if (range.low < kNothing) return "under " + percentUpTo(range.high);
  return percentText(range.low) + " to " + percentUpTo(range.high);
}

std::string describeThresholdSource(std::string_view source) {
  if (source == "default") return "the default";
  if (source == "calibration") return "as calibrated";
  if (source == "configured") return "as the server is configured";
  return printable(source);
}

std::vector<std::string> describeCalibration(const Calibration& found) {
  std::vector<std::string> lines;
  lines.push_back(counted(found.samples, "picture") + " of " + people(found.people) +
                  " compared, for a false accept rate of " + percentText(found.wishedFar));
  if (found.notTried > 0)
    lines.push_back(counted(found.notTried, "more picture") + " not tried: these are an even choice");
  if (found.unreadable > 0) lines.push_back(counted(found.unreadable, "stored picture") + " cannot be read");
  lines.emplace_back();
  addEffects(lines, found);
  lines.push_back("The threshold now is " + describeThresholdSource(found.currentFrom) + ".");

  lines.emplace_back();
  if (found.suggested) {
    lines.push_back(confidenceOf(*found.suggested));
    if (const std::string footing = footingOf(found); !footing.empty()) lines.push_back(footing);
  }
  if (found.nearIdentical > 0) {
    lines.push_back(std::to_string(found.nearIdentical) +
                    (found.nearIdentical == 1 ? " picture has" : " pictures have") +
                    " a near double of the same person, as neighbouring frames of a video do. Doubles do not count for "
                    "one another; still, new pictures will be named less often than these.");
  }
  if (found.closest) {
    lines.push_back("Closest people: " + describeSample(found.closest->one) + " and " +
                    describeSample(found.closest->other) + ", at " +
                    distanceNumber(found.closest->distance, found.current.threshold) + ".");
  }
  addMislabelled(lines, found);
  if (!found.suggested) return lines;

  lines.emplace_back();
  const std::string threshold = plainNumber(found.suggested->threshold, 3);
  if (!found.applied) {
    lines.push_back(
        (found.suggested->threshold == found.current.threshold ? "It is in use. To store it: " : "Use it with: ") +
        std::string("facewire calibrate --far ") + plainNumber(found.wishedFar, 6) + " --apply");
  } else if (found.overridden) {
    lines.push_back(threshold +
                    " is stored, but not in use: the server is configured with a threshold (--threshold, "
                    "FACEWIRE_THRESHOLD or its configuration file), which beats it.");
  } else {
    lines.push_back(threshold +
                    " is in use from now on, also after a restart. Back to the default: facewire calibrate "
                    "--reset");
  }
  return lines;
}

}  // namespace facewire::app
