#include <algorithm>

#include "closed_set.hpp"
#include "commands.hpp"
#include "confusion_plot.hpp"
#include "describe.hpp"
#include "facewire/base/numbers.hpp"

namespace facewire::eval {
namespace {

std::vector<std::filesystem::path> filesOf(const Split& split) {
  std::vector<std::filesystem::path> files;
  for (const auto& picture : split.enrolled) files.push_back(picture.file);
  for (const auto& picture : split.probes) files.push_back(picture.file);
  return files;
}

/// `descriptors` stand as filesOf gives the pictures.
std::vector<ClosedTrial> tryAll(const EngineSettings& engine, const Split& split,
                                const std::vector<MaybeDescriptor>& descriptors) {
  EvalGallery gallery(engine);
  for (std::size_t i = 0; i < split.enrolled.size(); ++i) {
    if (descriptors[i]) gallery.enrol(split.enrolled[i].person, *descriptors[i]);
  }
  std::vector<ClosedTrial> trials;
  for (std::size_t i = 0; i < split.probes.size(); ++i) {
    ClosedTrial trial{.person = split.probes[i].person, .nearest = std::nullopt};
    const MaybeDescriptor& probe = descriptors[split.enrolled.size() + i];
    if (probe) trial.nearest = gallery.identify(*probe).nearest;
    trials.push_back(trial);
  }
  return trials;
}

Json mistakesOf(const std::vector<ClosedTrial>& trials, const Split& split, const People& people) {
  Json mistakes = Json::array();
  for (std::size_t i = 0; i < trials.size(); ++i) {
    if (trials[i].nearest == trials[i].person) continue;
    mistakes.push_back({{"picture", split.probes[i].file.string()},
                        {"person", people.names[trials[i].person]},
                        {"nearest", trials[i].nearest ? Json(people.names[*trials[i].nearest]) : Json()}});
  }
  return mistakes;
}

}  // namespace

Result<Report> identify(const IdentifyOptions& options, const RunOptions& run) {
  const auto people = readPeople(options.folder);
  if (!people) return fail(people.error());
  const auto split = splitPictures(*people, options.split);
  if (!split) return fail(split.error());
  const auto engines = run.engines();
  const auto descriptors = describePictures(filesOf(*split), engines, options.framing, run.threads);

  Report report;
  report.heading = "identify " + options.folder.string() + ": " + std::to_string(people->names.size()) + " people, " +
                   std::to_string(split->enrolled.size()) + " pictures enrolled, " +
                   std::to_string(split->probes.size()) + " probed";
  report.rows = {{"ENGINE", "ENCODER", "RANK-1", "WRONG", "NO FACE"}};
  report.json = {{"command", "identify"},          {"folder", options.folder.string()},
                 {"people", people->names.size()}, {"enrolled", split->enrolled.size()},
                 {"probes", split->probes.size()}, {"engines", Json::array()}};
  std::vector<ConfusionPanel> panels;
  for (std::size_t e = 0; e < engines.size(); ++e) {
    const auto trials = tryAll(engines[e], *split, descriptors[e]);
    const double rate = rankOne(trials);
    const Json mistakes = mistakesOf(trials, *split, *people);
    const auto faceless = std::ranges::count_if(trials, [](const ClosedTrial& trial) { return !trial.nearest; });
    report.rows.push_back({engines[e].name, encoderId(engines[e]), fixedNumber(rate, 3),
                           std::to_string(mistakes.size()), std::to_string(faceless)});
    Json result = describeEngine(engines[e]);
    result.update({{"rank1", rate}, {"no_face", faceless}, {"mistakes", mistakes}});
    report.json["engines"].push_back(result);
    panels.push_back(
        {engines[e].name + ": rank-1 " + fixedNumber(rate * 100, 1) + " %", confusionOf(trials, people->names.size())});
  }
  report.plots.push_back({"confusion", drawConfusion("Who was taken for whom", people->names, panels)});
  return report;
}

}  // namespace facewire::eval
