#include "command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <iostream>
#include <stdexcept>
#include <thread>

#include "commands.hpp"
#include "network_options.hpp"

namespace facewire::eval {
namespace {

constexpr int kBadUsage = 2;
constexpr int kBadInput = 5;

struct CommandLine {
  RunOptions run;
  std::function<Result<void>()> command;
};

void addRunOptions(CLI::App& app, RunOptions& run) {
  app.add_option("--json", run.json, "Write the results to this file as well, as JSON");
  app.add_option("--plots", run.plots, "Draw plots into this folder (SVG)");
  app.add_option("--threads", run.threads, "Threads to work on")->check(CLI::PositiveNumber)->capture_default_str();
  app.add_option_function<std::string>(
         "--cascade",
         [&run](const std::string& file) { run.engine.detector.cascade = run.baseline.detector.cascade = file; },
         "Haar cascade of all engines")
      ->default_str(run.engine.detector.cascade.string());

  const std::string group = "Engine (the baseline stays as OpenCV comes)";
  vision::EncoderOptions& encoder = run.engine.encoder;
  app.add_option("--radius", encoder.radii, "LBP radii in pixels")->expected(1, 8)->capture_default_str()->group(group);
  app.add_option_function<int>(
         "--grid", [&encoder](const int& cells) { encoder.gridX = encoder.gridY = cells; }, "Cells a side")
      ->default_str(std::to_string(encoder.gridX))
      ->group(group);
  app.add_option("--tolerance", encoder.tolerance,
                 "Grey levels that a neighbour must differ by; 0: plain local binary patterns")
      ->capture_default_str()
      ->group(group);
  app.add_option("--side", encoder.faceSide, "Side of the encoded face in pixels")->capture_default_str()->group(group);
  app.add_option("--face-scale", encoder.faceScale, "Part of the face box that is encoded")
      ->capture_default_str()
      ->group(group);
  app.add_flag("--even-light,!--no-even-light", encoder.evenLight,
               "Tan and Triggs' normalisation (the default), or none")
      ->group(group);
  app.add_option("--blur", encoder.blurSigma, "Gaussian before the patterns, in pixels")
      ->capture_default_str()
      ->group(group);
  app.add_option("--threshold", run.engine.decision.threshold, "Largest distance that is named")
      ->capture_default_str()
      ->group(group);
  app.add_option("--clear-of-next", run.engine.decision.clearOfNext,
                 "Thresholds at which the next person no longer counts; 0: never counts")
      ->capture_default_str()
      ->group(group);
  app.add_option("--min-neighbours", run.engine.detector.minNeighbours, "Of a face, in the detector")
      ->capture_default_str()
      ->group(group);
  app.add_option("--baseline-threshold", run.baseline.decision.threshold, "Largest distance that the baseline names")
      ->capture_default_str()
      ->group(group);
}

void addFraming(CLI::App& command, Framing& framing, Framing cropped, const std::string& which) {
  auto* crop = command.add_flag_callback(
      "--cropped", [&framing, cropped] { framing = cropped; }, which + " are faces and nothing else");
  command
      .add_flag_callback(
          "--detect", [&framing] { framing = Framing::detected; },
          which + " show people: the main face is searched (the default)")
      ->excludes(crop);
}

Result<void> publishReport(const Result<Report>& report, const RunOptions& run) {
  if (!report) return fail(report.error());
  return publish(*report, run);
}

void addIdentify(CLI::App& app, CommandLine& line, IdentifyOptions& options) {
  CLI::App& command = *app.add_subcommand("identify", "Closed set: everybody is enrolled; who is nearest? Rank-1");
  command.add_option("DIR", options.folder, "Folder of people: DIR/<name>/<picture>")->required();
  command.add_option("--enrol", options.split.enrol, "Pictures of each to enrol, the first ones")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command.add_option("--probe", options.split.probe, "Pictures of each to probe, the last ones; all others by default")
      ->check(CLI::PositiveNumber);
  command
      .add_option_function<std::string>(
          "--split",
          [&options](const std::string& rule) {
            options.split.rule = rule == "random"  ? SplitRule::random
                                 : rule == "light" ? SplitRule::light
                                                   : SplitRule::first;
          },
          "How to choose: the first pictures, at random, or by the light in their names (...A+035E-20...)")
      ->check(CLI::IsMember({"first", "random", "light"}))
      ->default_str("first");
  command.add_option("--seed", options.split.seed, "Of --split random")->capture_default_str();
  command
      .add_option_function<int>(
          "--enrol-light",
          [&options](const int& degrees) {
            options.split.rule = SplitRule::light;
            options.split.lightDegrees = degrees;
          },
          "--split light, enrolling light up to so many degrees from the camera's axis")
      ->check(CLI::Range(0, 180))
      ->default_str("10");
  addFraming(command, options.framing, Framing::cropped, "The pictures");
  command.callback([&] { line.command = [&] { return publishReport(identify(options, line.run), line.run); }; });
}

void addOpenSet(CLI::App& app, CommandLine& line, OpenSetOptions& options) {
  CLI::App& command = *app.add_subcommand("openset", "Open set: some are enrolled, others are strangers. DIR at FAR");
  command.add_option("DIR", options.folder, "Folder of people: DIR/<name>/<picture>")->required();
  command.add_option("--enrolled", options.enrolled, "People to enrol, the first ones")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command.add_option("--samples", options.samples, "Pictures of each to enrol, the first ones")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  addFraming(command, options.framing, Framing::cropped, "The pictures");
  command.callback([&] { line.command = [&] { return publishReport(openSet(options, line.run), line.run); }; });
}

void addVerify(CLI::App& app, CommandLine& line, VerifyOptions& options, PairsCommandOptions& pairs) {
  CLI::App& command = *app.add_subcommand("verify", "Are two pictures of one person? Accuracy over folds, TAR, EER");
  command.add_option("PAIRS", options.pairs, "Pairs file, as `pairs` writes it")->required();
  addFraming(command, options.framing, Framing::cropped, "The pictures");
  command.callback([&] { line.command = [&] { return publishReport(verify(options, line.run), line.run); }; });

  CLI::App& maker = *app.add_subcommand("pairs", "Make a pairs file: always the same for the same folder and seed");
  maker.add_option("DIR", pairs.folder, "Folder of people: DIR/<name>/<picture>")->required();
  maker.add_option("--out", pairs.output, "File to write")->required();
  maker.add_option("--count", pairs.pairs.perKind, "So many same pairs, and so many different ones")
      ->capture_default_str();
  maker.add_option("--folds", pairs.pairs.folds, "Folds; nobody is in two")->capture_default_str();
  maker.add_option("--seed", pairs.pairs.seed, "Which people and pictures")->capture_default_str();
  maker.callback([&] { line.command = [&] { return writePairsOf(pairs); }; });
}

void addVideo(CLI::App& app, CommandLine& line, VideoOptions& options) {
  CLI::App& command = *app.add_subcommand("video", "Who is named in a video, and who should be");
  command.add_option("FILE", options.video, "Video file")->required();
  command.add_option("--truth", options.truth, "CSV: frame,x,y,w,h,identity (or name)")->required();
  command.add_option("--gallery", options.gallery, "Folder of people, as `facewire import` takes it")->required();
  command.add_option("--every", options.every, "Of the frames in the truth, take every so many")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command.add_flag(
      "--tracked,!--single", options.tracked,
      "Follow faces through all frames, as for a client that streams (the default), or decide each frame alone");
  command
      .add_option_function<std::string>(
          "--search", [&options](const std::string& how) { options.everyFrameFully = how == "full"; },
          "Where faces are followed: spread the full scan over frames as the server does, or scan each frame fully")
      ->check(CLI::IsMember({"spread", "full"}))
      ->default_str("spread");
  addFraming(command, options.galleryFraming, Framing::enrolledCrop, "The gallery's pictures");
  command.callback([&] { line.command = [&] { return publishReport(video(options, line.run), line.run); }; });
}

void addNegatives(CLI::App& app, CommandLine& line, NegativesOptions& options) {
  CLI::App& command = *app.add_subcommand("negatives", "False faces in pictures without faces");
  command.add_option("DIR", options.folder, "Folder of pictures")->required();
  command.callback([&] { line.command = [&] { return publishReport(negatives(options, line.run), line.run); }; });
}

}  // namespace

int run(int argc, const char* const* argv) {
  const std::filesystem::path cascade = FACEWIRE_CASCADES "/haarcascade_frontalface_default.xml";
  CommandLine line;
  line.run.threads = std::max(1U, std::thread::hardware_concurrency());
  line.run.engine = facewireEngine(cascade);
  line.run.baseline = opencvEngine(cascade);
  IdentifyOptions identifyOptions;
  OpenSetOptions openSetOptions;
  VerifyOptions verifyOptions;
  PairsCommandOptions pairsOptions;
  VideoOptions videoOptions;
  NegativesOptions negativesOptions;

  CLI::App app("Measures how well faces are found and recognised, beside plain OpenCV in the same run.",
               "facewire-eval");
  app.fallthrough();
  app.require_subcommand(1);
  app.set_version_flag("--version", FACEWIRE_VERSION);
  addRunOptions(app, line.run);
  NetworkOptions networks;
  networks.addTo(app);
  addIdentify(app, line, identifyOptions);
  addOpenSet(app, line, openSetOptions);
  addVerify(app, line, verifyOptions, pairsOptions);
  addVideo(app, line, videoOptions);
  addNegatives(app, line, negativesOptions);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kBadUsage;
  }
  try {
    networks.applyTo(line.run, app.get_option("--threshold")->count() > 0);
    const auto done = line.command();
    if (done) return 0;
    std::cerr << "facewire-eval: " << done.error().detail << '\n';
  } catch (const std::invalid_argument& error) {
    std::cerr << "facewire-eval: " << error.what() << '\n';
    return kBadUsage;
  } catch (const std::runtime_error& error) {
    std::cerr << "facewire-eval: " << error.what() << '\n';
  }
  return kBadInput;
}

}  // namespace facewire::eval
