#include <CLI/CLI.hpp>

#include "command_arguments.hpp"

namespace facewire::app {

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
      "  facewire --json stream --video rtsp://camera/live --no-display --name door");
  command->callback([&draft] { draft.chosen = [&draft] { return draft.stream; }; });
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
  command->add_option("--warm-up", bench.warmUp, "Frames of each client before those, not measured")
      ->type_name("N")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{1} << 20))
      ->capture_default_str();
  CLI::Option* video = command->add_option("--video", bench.video, "Send this video's first 1000 frames, over and over")
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

}  // namespace facewire::app
