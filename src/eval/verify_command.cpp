#include <algorithm>
#include <limits>
#include <map>

#include "commands.hpp"
#include "describe.hpp"
#include "facewire/base/numbers.hpp"
#include "line_chart.hpp"
#include "verification.hpp"

namespace facewire::eval {
namespace {

/// Every picture once, however many pairs it is in.
struct PairPictures {
  std::vector<std::filesystem::path> files;
  std::map<std::filesystem::path, std::size_t> numbers;

  explicit PairPictures(const std::vector<Pair>& pairs) {
    for (const Pair& pair : pairs) {
      for (const auto& file : {pair.first, pair.second}) {
        if (numbers.try_emplace(file, files.size()).second) files.push_back(file);
      }
    }
  }
};

std::vector<PairTrial> compareAll(const EngineSettings& engine, const std::vector<Pair>& pairs,
                                  const PairPictures& pictures, const std::vector<MaybeDescriptor>& descriptors) {
  const FaceComparer comparer(engine);
  std::vector<PairTrial> trials;
  for (const Pair& pair : pairs) {
    const MaybeDescriptor& one = descriptors[pictures.numbers.at(pair.first)];
    const MaybeDescriptor& other = descriptors[pictures.numbers.at(pair.second)];
    const double distance =
        one && other ? comparer.distanceBetween(*one, *other) : std::numeric_limits<double>::infinity();
    trials.push_back({pair.fold, pair.same, distance});
  }
  return trials;
}

double meanOf(const std::vector<double>& numbers) {
  double sum = 0;
  for (const double number : numbers) sum += number;
  return numbers.empty() ? 0 : sum / static_cast<double>(numbers.size());
}

}  // namespace

Result<Report> verify(const VerifyOptions& options, const RunOptions& run) {
  const auto pairs = readPairs(options.pairs);
  if (!pairs) return fail(pairs.error());
  const auto engines = run.engines();
  const PairPictures pictures(*pairs);
  const auto descriptors = describePictures(pictures.files, engines, options.framing, run.threads);
  const auto same = std::ranges::count(*pairs, true, &Pair::same);

  Report report;
  report.heading = "verify " + options.pairs.string() + ": " + std::to_string(same) + " same and " +
                   std::to_string(static_cast<std::ptrdiff_t>(pairs->size()) - same) + " different pairs of " +
                   std::to_string(pictures.files.size()) + " pictures";
  report.rows = {{"ENGINE", "ENCODER", "ACCURACY", "+-", "THRESHOLD", "TAR@FAR1%", "TAR@FAR0.1%", "EER", "NO FACE"}};
  report.json = {{"command", "verify"},    {"pairs", options.pairs.string()},   {"same", same},
                 {"count", pairs->size()}, {"pictures", pictures.files.size()}, {"engines", Json::array()}};
  LineChart chart{.title = "Verification: is this that person?",
                  .subtitle = std::to_string(pairs->size()) + " pairs; a pair with a face not found is never accepted",
                  .xLabel = "different people accepted (FAR)",
                  .yLabel = "same person accepted (TAR)",
                  .series = {}};
  for (std::size_t e = 0; e < engines.size(); ++e) {
    const auto trials = compareAll(engines[e], *pairs, pictures, descriptors[e]);
    const FoldAccuracy accuracy = foldAccuracy(trials);
    const double tar1 = trueAcceptsAt(trials, 0.01);
    const double tar01 = trueAcceptsAt(trials, 0.001);
    const double eer = equalErrorRate(trials);
    const auto faceless = std::ranges::count_if(descriptors[e], [](const auto& face) { return !face; });
    report.rows.push_back({engines[e].name, encoderId(engines[e]), fixedNumber(accuracy.mean, 3),
                           fixedNumber(accuracy.deviation, 3), fixedNumber(meanOf(accuracy.thresholds), 1),
                           fixedNumber(tar1, 3), fixedNumber(tar01, 3), fixedNumber(eer, 3), std::to_string(faceless)});
    Json result = describeEngine(engines[e]);
    result.update({{"accuracy", accuracy.mean},
                   {"deviation", accuracy.deviation},
                   {"fold_thresholds", accuracy.thresholds},
                   {"tar_at_far", {{"0.01", tar1}, {"0.001", tar01}}},
                   {"eer", eer},
                   {"no_face", faceless}});
    report.json["engines"].push_back(result);
    Series series{.label = engines[e].name, .points = {}, .marks = {}};
    for (const RocPoint& point : rocCurve(trials)) series.points.push_back({point.falseAccepts, point.trueAccepts});
    chart.series.push_back(std::move(series));
  }
  report.plots.push_back({"roc", drawLineChart(chart)});
  return report;
}

Result<void> writePairsOf(const PairsCommandOptions& options) {
  const auto people = readPeople(options.folder);
  if (!people) return fail(people.error());
  const auto pairs = makePairs(*people, options.pairs);
  if (!pairs) return fail(pairs.error());
  return writePairs(options.output, *pairs);
}

}  // namespace facewire::eval
