#include <algorithm>
#include <memory>
#include <span>

#include "commands.hpp"
#include "describe.hpp"
#include "facewire/base/numbers.hpp"
#include "facewire/base/parallel.hpp"
#include "progress.hpp"
#include "timeline_plot.hpp"
#include "tracked_names.hpp"
#include "truth_file.hpp"
#include "video_reader.hpp"
#include "video_score.hpp"

namespace facewire::eval {
namespace {

/// Frames held in memory at once.
constexpr std::size_t kBatch = 64;

std::vector<EvalGallery> enrolAll(const People& people, const VideoOptions& options, const RunOptions& run) {
  std::vector<std::filesystem::path> files;
  std::vector<std::size_t> persons;
  for (std::size_t person = 0; person < people.names.size(); ++person) {
    for (const auto& file : people.pictures[person]) {
      files.push_back(file);
      persons.push_back(person);
    }
  }
  const auto engines = run.engines();
  const auto descriptors = describePictures(files, engines, options.galleryFraming, run.threads);
  std::vector<EvalGallery> galleries(engines.begin(), engines.end());
  for (std::size_t e = 0; e < engines.size(); ++e) {
    for (std::size_t i = 0; i < files.size(); ++i) {
      if (descriptors[e][i]) galleries[e].enrol(persons[i], *descriptors[e][i]);
    }
  }
  return galleries;
}

using SeenFaces = std::vector<SeenFace>;

SeenFaces seeFaces(EvalEngine& engine, const EngineSettings& settings, const EvalGallery& gallery,
                   const vision::Picture& picture, std::span<const vision::DetectedFace> found) {
  SeenFaces faces;
  for (const vision::DetectedFace& detected : found) {
    const cv::Rect& box = detected.box;
    SeenFace& face = faces.emplace_back(SeenFace{box, Answer{}});
    face.answer.decision.reason = protocol::Reason::tooSmall;
    if (std::min(box.width, box.height) < settings.minNamedPixels) continue;
    face.answer = gallery.identify(engine.describe(picture, detected));
  }
  return faces;
}

/// What each engine sees in each of `frames`: [engine][frame]. The first looks at `followed`, where faces are; the
/// baseline, which has no memory, looks only at frames that count.
std::vector<std::vector<SeenFaces>> seeInFrames(const std::vector<NumberedFrame>& frames,
                                                std::span<const FollowedFaces> followed, std::int64_t step,
                                                const std::vector<EvalGallery>& galleries, const RunOptions& run,
                                                Progress& progress) {
  const auto engines = run.engines();
  std::vector<std::vector<SeenFaces>> seen(engines.size(), std::vector<SeenFaces>(frames.size()));
  forEachInParallel(frames.size(), run.threads, [&]() -> ItemWork {
    auto own = std::make_shared<std::vector<EvalEngine>>(engines.begin(), engines.end());
    return [&, own](std::size_t index) {
      const vision::Picture& picture = frames[index].picture;
      for (std::size_t e = 0; e < own->size(); ++e) {
        if (e > 0 && frames[index].index % step != 0) continue;
        EvalEngine& engine = (*own)[e];
        const bool found = e == 0 && !followed.empty();
        seen[e][index] = seeFaces(engine, engines[e], galleries[e], picture,
                                  found ? followed[index].faces : engine.findFaces(picture));
      }
      progress.advance();
    };
  });
  return seen;
}

std::vector<FoundFace> nameAlone(const SeenFaces& faces, const People& people) {
  std::vector<FoundFace> named;
  for (const SeenFace& face : faces) {
    named.push_back({face.box, face.answer.named ? std::optional(people.names[*face.answer.nearest]) : std::nullopt});
  }
  return named;
}

std::vector<FoundFace> nameTracked(std::span<const tracking::TrackId> tracks, const SeenFaces& faces,
                                   TrackedNames& tracked, const People& people) {
  const auto persons = tracked.name(tracks, faces);
  std::vector<FoundFace> named;
  for (std::size_t i = 0; i < faces.size(); ++i) {
    named.push_back({faces[i].box, persons[i] ? std::optional(people.names[*persons[i]]) : std::nullopt});
  }
  return named;
}

std::string shareOf(std::size_t part, std::size_t whole) {
  return whole == 0 ? "-" : fixedNumber(static_cast<double>(part) / static_cast<double>(whole), 3);
}

void addRows(Report& report, const EngineSettings& engine, const VideoScore& score) {
  for (const auto& [identity, tally] : score.identities()) {
    report.rows.push_back({engine.name, identity + (tally.enrolled ? "" : " (not enrolled)"),
                           std::to_string(tally.faces), shareOf(tally.found, tally.faces),
                           shareOf(tally.right, tally.faces), shareOf(tally.right, tally.found),
                           std::to_string(tally.wrong), std::to_string(tally.unknown)});
  }
  report.notes.push_back(engine.name + ": " + std::to_string(score.falseBoxes()) + " boxes over nobody, " +
                         std::to_string(score.falseBoxesNamed()) + " of them named; " +
                         std::to_string(score.labelChanges()) + " label changes on the ways of " +
                         std::to_string(score.ways()) + " faces, at most " + std::to_string(score.mostLabelChanges()) +
                         " on one");
}

Json toJson(const EngineSettings& engine, const VideoScore& score) {
  Json result = describeEngine(engine);
  Json identities = Json::object();
  for (const auto& [identity, tally] : score.identities()) {
    identities[identity] = {{"enrolled", tally.enrolled}, {"faces", tally.faces}, {"found", tally.found},
                            {"right", tally.right},       {"wrong", tally.wrong}, {"unknown", tally.unknown}};
  }
  result.update({{"identities", identities},
                 {"false_boxes", score.falseBoxes()},
                 {"false_boxes_named", score.falseBoxesNamed()},
                 {"ways", score.ways()},
                 {"label_changes", score.labelChanges()},
                 {"most_label_changes", score.mostLabelChanges()},
                 {"ways_with_several_changes", score.restlessWays()}});
  return result;
}

}  // namespace

Result<Report> video(const VideoOptions& options, const RunOptions& run) {
  const auto truth = readTruth(options.truth);
  if (!truth) return fail(truth.error());
  const auto people = readPeople(options.gallery);
  if (!people) return fail(people.error());
  const std::int64_t step = truth->step * static_cast<std::int64_t>(options.every);
  VideoReader reader(options.video, options.tracked ? 1 : step, run.wantsColour());
  TrackedNames tracked(options.everyFrameFully ? tracking::Search::full : tracking::Search::spread,
                       run.engine.network ? tracking::Rest::ofNetworks() : tracking::Rest{});
  EvalEngine searching(run.engine);
  const auto engines = run.engines();
  const auto galleries = enrolAll(*people, options, run);

  std::vector<VideoScore> scores(engines.size(), VideoScore({people->names.begin(), people->names.end()}));
  std::int64_t lastFrame = 0;
  {
    Progress progress(reader.expected(), "frames");
    for (auto frames = reader.readSome(kBatch); !frames.empty(); frames = reader.readSome(kBatch)) {
      std::vector<FollowedFaces> followed;
      for (const NumberedFrame& frame : frames) {
        if (options.tracked) followed.push_back(tracked.find(frame.picture, searching));
      }
      const auto seen = seeInFrames(frames, followed, step, galleries, run, progress);
      for (std::size_t i = 0; i < frames.size(); ++i) {
        const auto first = options.tracked ? nameTracked(followed[i].tracks, seen[0][i], tracked, *people)
                                           : nameAlone(seen[0][i], *people);
        if (frames[i].index % step != 0) continue;
        const auto known = truth->frames.find(frames[i].index);
        const auto faces = known == truth->frames.end() ? std::vector<TrueFace>{} : known->second;
        scores[0].add(frames[i].index, faces, first);
        for (std::size_t e = 1; e < engines.size(); ++e) {
          scores[e].add(frames[i].index, faces, nameAlone(seen[e][i], *people));
        }
      }
      lastFrame = frames.back().index;
    }
  }
  if (scores.front().frames() == 0)
    return fail(ErrorCode::invalidInput, options.video.string() + ": not one frame could be read");

  Report report;
  report.heading =
      "video " + options.video.string() + ": every " + std::to_string(step) + ". frame, " +
      std::to_string(scores.front().frames()) + " frames, " +
      (options.tracked ? engines.front().name + " following faces through all frames, the others by each alone"
                       : std::string("each decided by itself"));
  report.rows = {{"ENGINE", "IDENTITY", "FACES", "FOUND", "RIGHT", "RIGHT/FOUND", "WRONG", "UNKNOWN"}};
  report.json = {{"command", "video"}, {"video", options.video.string()}, {"frames", scores.front().frames()},
                 {"step", step},       {"tracked", options.tracked},      {"engines", Json::array()}};
  std::vector<TimelineRow> strips;
  for (std::size_t e = 0; e < engines.size(); ++e) {
    addRows(report, engines[e], scores[e]);
    report.json["engines"].push_back(toJson(engines[e], scores[e]));
    strips.push_back({engines[e].name, scores[e].entries()});
  }
  report.plots.push_back({"video", drawTimeline("Named right, frame by frame: " + options.video.filename().string(),
                                                strips, lastFrame, step)});
  return report;
}

}  // namespace facewire::eval
