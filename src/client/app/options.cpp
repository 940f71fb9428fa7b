#include "options.hpp"

#include <CLI/CLI.hpp>
#include <functional>
#include <iostream>
#include <memory>
#include <string>

#include "client_config.hpp"
#include "client_parser.hpp"
#include "facewire/command_line/help_format.hpp"
#include "gallery_options.hpp"
#include "server_options.hpp"
#include "sightings_arguments.hpp"

#ifndef FACEWIRE_VERSION
#error "FACEWIRE_VERSION comes from the project's version in CMakeLists.txt"
#endif

namespace facewire::app {
namespace {

using command_line::HelpFormat;

/// What CLI11 writes into while it parses.
struct Draft {
  std::string config;  // read before the line is parsed; here for its help
  bool printConfig = false;
  ServerDraft server;
  double timeoutSeconds = 10;
  bool json = false;
  bool quiet = false;
  std::string colour = "auto";
  RecognizeOptions recognize;
  VerifyOptions verify;
  StreamOptions stream;
  EnrollOptions enroll;
  ImportOptions import;
  PeopleOptions people;
  StatusOptions status;
  BenchOptions bench;
  CalibrateOptions calibrate;
  SightingsDraft sightings;
  WatchOptions watch;
  GalleryOptions gallery;
  std::string benchReply = "faces";
  std::function<CommandOptions()> chosen;
};

void addGlobalOptions(CLI::App& app, Draft& draft) {
  app.set_help_all_flag("--help-all", "All options and all commands")->group("");
  app.set_version_flag("--version", "facewire " FACEWIRE_VERSION, "Print the version and exit");
  app.add_option("--config", draft.config, "Another configuration file; \"\" takes none")
      ->type_name("FILE")
      ->envname("FACEWIRE_CLIENT_CONFIG");
  app.add_flag("--print-config", draft.printConfig, "Show every option and where it came from");
  addServerOptions(app, draft.server);
  app.add_option("--timeout", draft.timeoutSeconds, "How long to wait for a connection and for each answer")
      ->group(HelpFormat::kMoreOptions)
      ->type_name("SECONDS")
      ->check(CLI::Range(0.01, 86400.0))
      ->capture_default_str();
  app.add_flag("--json", draft.json, "Results as JSON, one object a line");
  app.add_flag("--quiet", draft.quiet, "On standard error only what went wrong");
  app.add_option("--color", draft.colour, "auto (on a terminal, unless NO_COLOR is set), always or never")
      ->group(HelpFormat::kMoreOptions)
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}));
}

void addRecognize(CLI::App& app, Draft& draft) {
  CLI::App* command = app.add_subcommand("recognize", "Say who is in pictures");
  command->add_option("IMAGE", draft.recognize.images, "Pictures; - reads standard input")->required();
  command
      ->add_option("--output", draft.recognize.output, "Write the annotated picture: a file, or a folder for several")
      ->type_name("FILE|DIR");
  command
      ->add_option("--explain", draft.recognize.explain,
                   "Write a sheet that shows why: each face beside the samples that it was compared with")
      ->type_name("FILE|DIR");
  command->footer(
      "Exit status: 0 somebody known in every image, 10 no face, 11 faces but nobody known,\n"
      "5 unreadable; of several images the most serious: 4, 3, 5, 10, 11, 0.\n\n"
      "  facewire recognize ada.jpg\n"
      "  facewire recognize party.jpg --explain why.png\n"
      "  facewire recognize --json *.jpg > results.jsonl\n"
      "  curl -s http://camera/still | facewire recognize - --output who.jpg");
  command->callback([&draft] { draft.chosen = [&draft] { return draft.recognize; }; });
}

void addVerify(CLI::App& app, Draft& draft) {
  CLI::App* command = app.add_subcommand("verify", "Say whether pictures show a person");
  command->add_option("NAME", draft.verify.name, "The person it should be")->required();
  command->add_option("IMAGE", draft.verify.images, "Pictures with just one face; - reads standard input")->required();
  command->footer(
      "Yes only where the face is near enough to that person, and nobody else who is enrolled is almost as near.\n"
      "Exit status: 0 yes in every image, 11 no, 10 no face, 5 unreadable, several faces, or nobody of that name;\n"
      "of several images the most serious: 4, 3, 5, 10, 11, 0.\n\n"
      "  facewire verify Ada door.jpg && echo \"come in\"\n"
      "  curl -s http://camera/still | facewire --json verify Ada -");
  command->callback([&draft] { draft.chosen = [&draft] { return draft.verify; }; });
}

void addStream(CLI::App& app, Draft& draft) {
  CLI::App* command = app.add_subcommand("stream", "Recognise a camera, a video or a network stream, live");
  StreamOptions& stream = draft.stream;
  CLI::Option* camera = command->add_option("--camera", stream.camera, "Number of the camera (/dev/video<N>)")
                            ->type_name("N")
                            ->check(CLI::Range(0, 255))
                            ->capture_default_str();
  command->add_option("--video", stream.video, "A video file, or rtsp://... or http://...")
      ->type_name("PATH|URL")
      ->excludes(camera);
  command->add_option("--output", stream.output, "Write the annotated video: .mp4, .mkv or .avi")->type_name("FILE");
  command->add_option("--results", stream.results, "Write one JSON object a frame; - is standard output")
      ->type_name("FILE");
  command->add_option("--name", stream.name, "What the server calls this stream in its sightings and its log")
      ->type_name("NAME")
      ->capture_default_str();
  command->add_flag("--no-display", stream.noDisplay, "No window, even where there is a display");
  command->add_option("--max-frames", stream.maxFrames, "End after this many frames")
      ->type_name("N")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1} << 52));
  command->add_option("--in-flight", stream.inFlight, "Frames sent and not answered, at most (live 2, file 4)")
      ->type_name("N")
      ->check(CLI::Range(1, 256));
  command->footer(
      "q, Esc or Ctrl-C ends it; files are completed. A file is sent frame by frame, a live source drops what\n"
      "the server cannot keep up with. A lost server is tried again until it is back.\n\n"
      "  facewire stream\n"
      "  facewire stream --video party.mp4 --output who.mp4 --results who.jsonl\n"
      "  facewire --json stream --video rtsp://camera/live --no-display --name front-door");
  command->callback([&draft] { draft.chosen = [&draft] { return draft.stream; }; });
}

void addEnroll(CLI::App& app, Draft& draft) {
  CLI::App* command = app.add_subcommand("enroll", "Teach the server a person");
  EnrollOptions& enroll = draft.enroll;
  command->add_option("NAME", enroll.name, "The person's name")->required();
  CLI::Option* images = command->add_option("IMAGE", enroll.images, "Pictures with just this face");
  CLI::Option* camera = command->add_option("--camera", enroll.camera, "Take samples from this camera")
                            ->type_name("N")
                            ->check(CLI::Range(0, 255));
  CLI::Option* video =
      command->add_option("--video", enroll.video, "Take samples from all over this video")->type_name("PATH|URL");
  CLI::Option* cropped = command->add_flag("--cropped", enroll.cropped, "The pictures are faces and nothing else");
  command->add_option("--samples", enroll.samples, "Samples to take, at most (camera, video: 5; pictures: all)")
      ->type_name("N")
      ->check(CLI::Range(1, 1000));
  command->add_flag("--stranger", enroll.stranger, "A known stranger: recognised as not one of your people");
  camera->excludes(video)->excludes(images)->excludes(cropped);
  video->excludes(images)->excludes(cropped);
  command->footer(
      "Each picture needs exactly one face. Three to ten pictures in different light and pose make a good set.\n"
      "A picture that is blurred, too dark or too small is refused with the reason; one that is enrolled already\n"
      "is not added again. From a camera or video the sharpest frames that differ are taken; watch what it asks\n"
      "of you. Ctrl-C ends it with what was enrolled.\n"
      "A known stranger is never named: enrol whoever was taken for one of your people, and it happens no more.\n\n"
      "  facewire enroll Ada ada1.jpg ada2.jpg ada3.jpg\n"
      "  facewire enroll Ada --camera 0 --samples 8\n"
      "  facewire enroll --stranger Postman porch1.jpg porch2.jpg");
  command->callback([&draft] {
    if (draft.enroll.images.empty() && !draft.enroll.camera && draft.enroll.video.empty()) {
      throw CLI::RequiredError("IMAGE..., --camera N or --video PATH");
    }
    draft.chosen = [&draft] { return draft.enroll; };
  });
}

void addImport(CLI::App& app, Draft& draft) {
  CLI::App* command = app.add_subcommand("import", "Enrol a folder of people");
  command
      ->add_option("DIR", draft.import.folder,
                   "DIR/<name>/*.jpg, DIR/Person.<id>.<n>.jpg with users_name.txt, or an export")
      ->required();
  command->add_flag("--cropped", draft.import.cropped, "The pictures are faces and nothing else");
  command->add_flag("--stranger", draft.import.stranger, "Known strangers: recognised as not your people");
  command->footer(
      "users_name.txt holds '<id>,<name>' lines, in DIR or beside it. Importing again adds only what is new.\n\n"
      "  facewire import staff/\n"
      "  facewire import dataset --cropped");
  command->callback([&draft] { draft.chosen = [&draft] { return draft.import; }; });
}

void addPeople(CLI::App& app, Draft& draft) {
  CLI::App* command = app.add_subcommand("people", "List, show, remove and rename people, remove samples");
  PeopleOptions& people = draft.people;
  command->require_subcommand(0, 1);
  command->footer("  facewire people\n  facewire people rename Ada \"Ada Lovelace\"");
  const auto choose = [&people](PeopleOptions::Action action) { return [&people, action] { people.action = action; }; };
  command->add_subcommand("list", "Everybody (also without any word)")->callback(choose(PeopleOptions::Action::list));
  command->add_subcommand("names", "Their names alone, a line each")->callback(choose(PeopleOptions::Action::names));
  CLI::App* show = command->add_subcommand("show", "One person and the samples");
  show->add_option("NAME", people.name, "Who")->required();
  show->callback(choose(PeopleOptions::Action::show));
  CLI::App* remove = command->add_subcommand("remove", "Forget a person and all samples");
  remove->add_option("NAME", people.name, "Who")->required();
  remove->callback(choose(PeopleOptions::Action::remove));
  CLI::App* rename = command->add_subcommand("rename", "Give a person another name");
  rename->add_option("OLD", people.name, "The name until now")->required();
  rename->add_option("NEW", people.newName, "The name from now on")->required();
  rename->callback(choose(PeopleOptions::Action::rename));
  CLI::App* removeSample = command->add_subcommand("remove-sample", "Forget one sample of a person");
  removeSample->add_option("ID", people.sample, "Its number, as \"people show\" and \"calibrate\" tell it")->required();
  removeSample->callback(choose(PeopleOptions::Action::removeSample));
  command->callback([&draft] { draft.chosen = [&draft] { return draft.people; }; });
}

void addSightings(CLI::App& app, Draft& draft) {
  addSightingsArguments(app, draft.sightings)->callback([&draft] {
    const SightingsDraft& given = draft.sightings;
    draft.chosen = [&given] { return given.forgets ? CommandOptions(given.forget) : CommandOptions(given.list); };
  });
  addWatchArguments(app, draft.watch)->callback([&draft] { draft.chosen = [&draft] { return draft.watch; }; });
}

void addBench(CLI::App& app, Draft& draft) {
  CLI::App* command = app.add_subcommand("bench", "Measure the server's speed");
  BenchOptions& bench = draft.bench;
  command->add_option("--clients", bench.clients, "Connections at once")
      ->type_name("N")
      ->check(CLI::Range(1, 10000))
      ->capture_default_str();
  command->add_option("--frames", bench.frames, "Frames altogether, shared among the clients")
      ->type_name("N")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1} << 40))
      ->capture_default_str();
  CLI::Option* video = command->add_option("--video", bench.video, "Send this video's first 300 frames, over and over")
                           ->type_name("PATH|URL");
  command->add_option("--image", bench.image, "Send this picture, over and over")->type_name("FILE")->excludes(video);
  command->add_option("--reply", draft.benchReply, "What to ask for: frame, faces or both")
      ->type_name("WHAT")
      ->check(CLI::IsMember({"frame", "faces", "both"}))
      ->capture_default_str();
  command->add_option("--in-flight", bench.inFlight, "Frames sent and not answered, at most, for each client")
      ->type_name("N")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  command->add_flag_callback(
      "--no-track", [&bench] { bench.track = false; },
      "Have each frame searched and decided by itself, as a picture is");
  command->add_flag("--sightings", bench.sightings, "Let the server keep who is seen, as of a stream");
  command->add_option("--latencies", bench.latencies, "Write each frame's latency there, as CSV")->type_name("FILE");
  command->footer("  facewire bench --image ada.jpg --clients 8 --frames 1000 --reply frame");
  command->callback([&draft] {
    if (draft.bench.video.empty() && draft.bench.image.empty())
      throw CLI::RequiredError("--video PATH or --image FILE");
    using protocol::Reply;
    draft.bench.reply = draft.benchReply == "both"    ? std::vector{Reply::faces, Reply::frame}
                        : draft.benchReply == "frame" ? std::vector{Reply::frame}
                                                      : std::vector{Reply::faces};
    draft.chosen = [&draft] { return draft.bench; };
  });
}

void addCalibrate(CLI::App& app, Draft& draft) {
  CLI::App* command = app.add_subcommand("calibrate", "Find the threshold that suits the people enrolled");
  CalibrateOptions& calibrate = draft.calibrate;
  CLI::Option* far = command->add_option("--far", calibrate.far, "The share of strangers' pictures that may be named")
                         ->type_name("RATE")
                         ->check(CLI::Range(0.00001, 0.5))
                         ->capture_default_str();
  CLI::Option* apply =
      command->add_flag("--apply", calibrate.apply, "Use the threshold from now on, and at every start");
  CLI::Option* plot = command->add_option("--plot", calibrate.plot, "Draw what was found, as SVG")->type_name("FILE");
  command->add_flag("--reset", calibrate.reset, "Back to the default threshold")
      ->excludes(far)
      ->excludes(apply)
      ->excludes(plot);
  command->footer(
      "Each enrolled picture is looked up twice: without itself, as a new picture of its person, and without all of\n"
      "its person, as a stranger's. The more people are enrolled, the surer the answer; one alone gives none (exit\n"
      "status 5). A threshold that the server was started with beats one that was applied.\n\n"
      "  facewire calibrate\n"
      "  facewire calibrate --far 0.001 --plot calibration.svg\n"
      "  facewire calibrate --far 0.01 --apply");
  command->callback([&draft] { draft.chosen = [&draft] { return draft.calibrate; }; });
}

void addStatus(CLI::App& app, Draft& draft) {
  CLI::App* command = app.add_subcommand("status", "How the server is doing");
  command->add_flag("-w,--watch", draft.status.watch, "Again each second, until Ctrl-C");
  command->footer(
      "  facewire status\n  facewire --server pi.local:7117 status --watch\n  facewire --json status | jq .frames");
  command->callback([&draft] { draft.chosen = [&draft] { return draft.status; }; });
}

/// As they are called here, not by CLI11's name for them.
void nameGroups(CLI::App& app) {
  for (CLI::App* command : app.get_subcommands({})) {
    command->group("Commands");
    nameGroups(*command);
  }
}

}  // namespace

struct ClientParser::Impl {
  Draft draft;
  CLI::App app{"Face recognition over the network: the client of facewired.", "facewire"};
};

ClientParser::~ClientParser() = default;

CLI::App& ClientParser::app() {
  return impl_->app;
}

ClientParser::ClientParser() : impl_(std::make_unique<Impl>()) {
  Draft& draft = impl_->draft;
  CLI::App& app = impl_->app;
  app.require_subcommand(0, 1);
  app.fallthrough();
  app.formatter(std::make_shared<HelpFormat>());
  app.failure_message([](const CLI::App* failed, const CLI::Error& error) {
    return "facewire: " + std::string(error.what()) + "\nRun " + failed->get_display_name() + " --help for more.\n";
  });
  app.footer(
      "facewire COMMAND --help tells more of a command.\n"
      "  facewire enroll Ada ada1.jpg ada2.jpg    then    facewire recognize party.jpg\n"
      "  facewire --server pi.local:7117 stream");
  addGlobalOptions(app, draft);
  addRecognize(app, draft);
  addVerify(app, draft);
  addStream(app, draft);
  addEnroll(app, draft);
  addImport(app, draft);
  addPeople(app, draft);
  addSightings(app, draft);
  addGallery(app, draft.gallery, [&draft] { draft.chosen = [&draft] { return draft.gallery; }; });
  addCalibrate(app, draft);
  addStatus(app, draft);
  addBench(app, draft);
  nameGroups(app);
}

std::variant<CommandLine, ExitStatus> parseCommandLine(int argc, const char* const* argv) {
  ClientParser parser;
  CLI::App& app = parser.app();
  ClientConfig config(argc, argv);
  if (auto applied = config.apply(app); !applied) {
    std::cerr << "facewire: " << applied.error().detail << '\n';
    return ExitStatus::usage;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? ExitStatus::done : ExitStatus::usage;
  }
  Draft& draft = parser.impl().draft;
  if (draft.printConfig) {
    std::cout << config.show(app);
    return ExitStatus::done;
  }
  if (!draft.chosen) {
    std::cerr << "facewire: a command is required\nRun facewire --help for more.\n";
    return ExitStatus::usage;
  }
  CommonOptions common;
  if (auto read = readServerOptions(draft.server, common); !read) {
    std::cerr << "facewire: " << read.error().detail << '\n';
    return ExitStatus::usage;
  }
  common.timeout = std::chrono::milliseconds(static_cast<std::int64_t>(draft.timeoutSeconds * 1000));
  common.json = draft.json;
  common.quiet = draft.quiet;
  common.colour = draft.colour == "always"  ? Console::Colour::always
                  : draft.colour == "never" ? Console::Colour::never
                                            : Console::Colour::automatic;
  return CommandLine{std::move(common), draft.chosen()};
}

}  // namespace facewire::app
