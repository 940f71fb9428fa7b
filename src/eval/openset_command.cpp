#include <algorithm>
#include <array>
#include <limits>

#include "commands.hpp"
#include "describe.hpp"
#include "facewire/base/numbers.hpp"
#include "line_chart.hpp"
#include "open_set.hpp"

namespace facewire::eval {
namespace {

constexpr std::array<double, 3> kRates{0.001, 0.01, 0.1};

struct Cast {
  std::vector<std::filesystem::path> files;
  std::vector<std::size_t> people;  ///< of each file
};

Cast castOf(const People& people) {
  Cast cast;
  for (std::size_t person = 0; person < people.names.size(); ++person) {
    for (const auto& file : people.pictures[person]) {
      cast.files.push_back(file);
      cast.people.push_back(person);
    }
  }
  return cast;
}

std::vector<OpenTrial> tryAll(const EngineSettings& engine, const OpenSetOptions& options, const Cast& cast,
                              const std::vector<MaybeDescriptor>& descriptors) {
  EvalGallery gallery(engine);
  std::vector<std::size_t> probes;
  std::size_t number = 0;  // of a picture among its person's
  for (std::size_t i = 0; i < cast.files.size(); ++i) {
    number = i > 0 && cast.people[i] == cast.people[i - 1] ? number + 1 : 0;
    if (cast.people[i] >= options.enrolled || number >= options.samples) {
      probes.push_back(i);
    } else if (descriptors[i]) {
      gallery.enrol(cast.people[i], *descriptors[i]);
    }
  }
  std::vector<OpenTrial> trials;
  for (const std::size_t i : probes) {
    OpenTrial trial{.enrolled = cast.people[i] < options.enrolled,
                    .right = false,
                    .confidence = -std::numeric_limits<double>::infinity(),
                    .named = false};
    if (descriptors[i]) {
      const Answer answer = gallery.identify(*descriptors[i]);
      trial.right = trial.enrolled && answer.nearest == cast.people[i];
      trial.confidence = answer.confidence;
      trial.named = answer.named;
    }
    trials.push_back(trial);
  }
  return trials;
}

Result<void> checkSizes(const People& people, const OpenSetOptions& options) {
  if (options.enrolled >= people.names.size()) {
    return fail(ErrorCode::invalidInput, options.folder.string() + ": holds " + std::to_string(people.names.size()) +
                                             " people; fewer must be enrolled, so that some are strangers");
  }
  for (std::size_t person = 0; person < options.enrolled; ++person) {
    if (people.pictures[person].size() > options.samples) continue;
    return fail(ErrorCode::invalidInput, people.names[person] + ": has " +
                                             std::to_string(people.pictures[person].size()) +
                                             " pictures; more than --samples are needed, so that some are probed");
  }
  return {};
}

Series seriesOf(const std::string& name, const std::vector<OpenTrial>& trials, const OpenPoint& decision) {
  Series series{.label = name, .points = {}, .marks = {{decision.falseAlarms, decision.identified}}};
  for (const OpenPoint& point : openCurve(trials)) series.points.push_back({point.falseAlarms, point.identified});
  return series;
}

}  // namespace

Result<Report> openSet(const OpenSetOptions& options, const RunOptions& run) {
  const auto people = readPeople(options.folder);
  if (!people) return fail(people.error());
  if (auto fits = checkSizes(*people, options); !fits) return fail(fits.error());
  const auto engines = run.engines();
  const Cast cast = castOf(*people);
  const auto descriptors = describePictures(cast.files, engines, options.framing, run.threads);

  Report report;
  LineChart chart{.title = "Open set: how many are recognised, how many strangers named",
                  .subtitle = "",
                  .xLabel = "strangers named (FAR)",
                  .yLabel = "enrolled people named right (DIR)",
                  .series = {}};
  report.rows = {{"ENGINE", "ENCODER", "DIR@FAR0.1%", "DIR@FAR1%", "DIR@FAR10%", "DIR@DECISION", "FAR@DECISION"}};
  report.json = {{"command", "openset"}, {"folder", options.folder.string()}};
  Json results = Json::array();
  for (std::size_t e = 0; e < engines.size(); ++e) {
    const auto trials = tryAll(engines[e], options, cast, descriptors[e]);
    const auto known = std::ranges::count(trials, true, &OpenTrial::enrolled);
    const auto strangers = static_cast<std::ptrdiff_t>(trials.size()) - known;
    const OpenPoint decision = atDecision(trials);
    std::vector<std::string> row{engines[e].name, encoderId(engines[e])};
    Json atRates = Json::object();
    for (const double far : kRates) {
      const double rate = identifiedAt(trials, far);
      row.push_back(fixedNumber(rate, 3));
      atRates[plainNumber(far, 3)] = rate;
    }
    row.push_back(fixedNumber(decision.identified, 3));
    row.push_back(fixedNumber(decision.falseAlarms, 3));
    report.rows.push_back(row);
    Json result = describeEngine(engines[e]);
    result.update(
        {{"dir_at_far", atRates}, {"dir_at_decision", decision.identified}, {"far_at_decision", decision.falseAlarms}});
    results.push_back(result);
    chart.series.push_back(seriesOf(engines[e].name, trials, decision));
    report.heading = "openset " + options.folder.string() + ": " + std::to_string(options.enrolled) +
                     " people enrolled with " + std::to_string(options.samples) +
                     " pictures each; probed: " + std::to_string(known) + " other pictures of them and " +
                     std::to_string(strangers) + " of strangers";
    report.json.update({{"enrolled_people", options.enrolled}, {"probes", known}, {"stranger_probes", strangers}});
    chart.subtitle = std::to_string(known) + " probes of enrolled people, " + std::to_string(strangers) +
                     " of strangers; a dot is the engine's own decision";
  }
  report.json["engines"] = results;
  report.plots.push_back({"openset", drawLineChart(chart)});
  return report;
}

}  // namespace facewire::eval
