#include <algorithm>
#include <memory>
#include <system_error>

#include "bar_chart.hpp"
#include "commands.hpp"
#include "describe.hpp"
#include "facewire/album/natural_order.hpp"
#include "facewire/album/picture_ending.hpp"
#include "facewire/base/numbers.hpp"
#include "facewire/base/parallel.hpp"
#include "progress.hpp"

namespace facewire::eval {
namespace {

namespace fs = std::filesystem;

/// Pictures with so many boxes or more are one bar.
constexpr std::size_t kLastBar = 6;

Result<std::vector<fs::path>> picturesIn(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it->is_regular_file() && album::hasPictureEnding(it->path())) files.push_back(it->path());
  }
  if (error) return fail(ErrorCode::invalidInput, folder.string() + ": " + error.message());
  if (files.empty()) return fail(ErrorCode::invalidInput, folder.string() + ": no pictures in it");
  std::ranges::sort(files,
                    [](const fs::path& a, const fs::path& b) { return album::comesBefore(a.string(), b.string()); });
  return files;
}

/// [engine][file]
std::vector<std::vector<std::size_t>> countBoxes(const std::vector<fs::path>& files, const RunOptions& run) {
  const auto engines = run.engines();
  std::vector<std::vector<std::size_t>> counts(engines.size(), std::vector<std::size_t>(files.size()));
  Progress progress(files.size(), "pictures");
  forEachInParallel(files.size(), run.threads, [&]() -> ItemWork {
    auto own = std::make_shared<std::vector<EvalEngine>>(engines.begin(), engines.end());
    return [&, own](std::size_t index) {
      const vision::Picture picture = readPicture(files[index], run.wantsColour());
      for (std::size_t e = 0; e < own->size(); ++e) counts[e][index] = (*own)[e].findFaces(picture).size();
      progress.advance();
    };
  });
  return counts;
}

}  // namespace

Result<Report> negatives(const NegativesOptions& options, const RunOptions& run) {
  const auto files = picturesIn(options.folder);
  if (!files) return fail(files.error());
  const auto engines = run.engines();
  const auto counts = countBoxes(*files, run);

  Report report;
  report.heading =
      "negatives " + options.folder.string() + ": " + std::to_string(files->size()) + " pictures without faces";
  report.rows = {{"ENGINE", "DETECTOR", "FALSE FACES", "A PICTURE", "PICTURES WITH ANY"}};
  report.json = {{"command", "negatives"},
                 {"folder", options.folder.string()},
                 {"pictures", files->size()},
                 {"engines", Json::array()}};
  BarChart chart{.title = "False faces in pictures without faces",
                 .xLabel = "false faces in a picture",
                 .yLabel = "pictures",
                 .groups = {},
                 .series = {}};
  for (std::size_t bar = 0; bar <= kLastBar; ++bar)
    chart.groups.push_back(std::to_string(bar) + (bar == kLastBar ? " or more" : ""));
  for (std::size_t e = 0; e < engines.size(); ++e) {
    BarSeries bars{.label = engines[e].name, .counts = std::vector<std::size_t>(kLastBar + 1)};
    std::size_t total = 0;
    for (const std::size_t count : counts[e]) {
      total += count;
      ++bars.counts[std::min(count, kLastBar)];
    }
    const double each = static_cast<double>(total) / static_cast<double>(files->size());
    const std::size_t any = files->size() - bars.counts.front();
    report.rows.push_back({engines[e].name, describeDetector(engines[e]), std::to_string(total), fixedNumber(each, 3),
                           std::to_string(any)});
    Json result = describeEngine(engines[e]);
    result.update({{"false_faces", total}, {"per_picture", each}, {"pictures_with_any", any}});
    report.json["engines"].push_back(result);
    chart.series.push_back(std::move(bars));
  }
  report.plots.push_back({"negatives", drawBarChart(chart)});
  return report;
}

}  // namespace facewire::eval
