#include "progress_bar.hpp"

#include <algorithm>

#include "terminal_text.hpp"

namespace facewire::app {
namespace {

constexpr std::size_t kWidestBar = 30;
constexpr std::size_t kNarrowestBar = 5;

}  // namespace

std::string renderProgress(const Progress& progress, std::chrono::duration<double> elapsed, std::size_t columns) {
  const double rate = elapsed.count() > 0 ? static_cast<double>(progress.done) / elapsed.count() : 0;
  const std::string rateText = rate > 0 ? "  " + fixed(rate, 1) + "/s" : "";
  if (!progress.countable) return (progress.noun + "  " + clockText(elapsed.count())).substr(0, columns);
  if (!progress.total) {
    const std::string line =
        std::to_string(progress.done) + " " + progress.noun + rateText + "  " + clockText(elapsed.count());
    return line.substr(0, columns);
  }
  // A header's estimate may be short of the truth.
  const std::int64_t total = std::max({*progress.total, progress.done, std::int64_t{1}});
  const double part = static_cast<double>(progress.done) / static_cast<double>(total);
  const std::string percent = std::to_string(static_cast<int>(part * 100)) + "%";
  std::string text = std::string(5 - std::min<std::size_t>(percent.size(), 5), ' ') + percent + "  " +
                     std::to_string(progress.done) + "/" + std::to_string(total) + " " + progress.noun + rateText;
  if (rate > 0 && progress.done < total)
    text += "  " + clockText(static_cast<double>(total - progress.done) / rate) + " left";
  if (columns < text.size() + kNarrowestBar + 2) return text.substr(0, columns);
  const std::size_t width = std::min(kWidestBar, columns - text.size() - 2);
  const auto filled = static_cast<std::size_t>(part * static_cast<double>(width));
  return "[" + std::string(filled, '#') + std::string(width - filled, '-') + "]" + text;
}

}  // namespace facewire::app
