#include "stream_command.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "facewire/capture/capture_thread.hpp"
#include "interrupt_watch.hpp"
#include "live_window.hpp"
#include "stream_link.hpp"
#include "stream_sinks.hpp"
#include "terminal_text.hpp"

namespace facewire::app {
namespace {

constexpr std::size_t kInFlightLive = 2;
constexpr std::size_t kInFlightFile = 4;
constexpr double kUsualFramesPerSecond = 25;
/// A live picture older than this is not shown as live.
constexpr std::chrono::seconds kStale{2};

Result<std::unique_ptr<capture::FrameSource>> openSource(const StreamOptions& options) {
  return options.video.empty() ? capture::openCamera(options.camera) : capture::openVideo(options.video);
}

Result<StreamSinks::Settings> openSinks(const Session& session, const StreamOptions& options,
                                        const capture::FrameSource& source, bool window) {
  StreamSinks::Settings settings;
  const bool printsJson = session.options.json || options.results == "-";
  if (printsJson) {
    auto printed = ResultsOutput::at("-", session.console);
    if (!printed) return fail(printed.error());
    settings.printedResults = std::move(*printed);
  }
  if (!options.results.empty() && options.results != "-") {
    auto results = ResultsOutput::at(options.results, session.console);
    if (!results) return fail(results.error());
    settings.results = std::move(*results);
  }
  if (!options.output.empty()) {
    const auto timing = source.isLive() ? VideoOutput::Timing::byClock : VideoOutput::Timing::everyFrame;
    auto video = VideoOutput::at(options.output, source.framesPerSecond().value_or(kUsualFramesPerSecond), timing);
    if (!video) return fail(video.error());
    settings.video = std::move(*video);
  }
  settings.textResults = !printsJson;
  settings.keepsPictures = window;
  settings.expectedFrames = source.expectedFrames();
  if (options.maxFrames && (!settings.expectedFrames || *settings.expectedFrames > *options.maxFrames)) {
    settings.expectedFrames = options.maxFrames;
  }
  return settings;
}

/// Why what the window shows is not live; empty where it is.
std::string whyNotLive(const LiveView& view, const capture::CaptureThread& source) {
  const auto now = Clock::now();
  const auto secondsSince = [now](Clock::time_point then) {
    return fixed(millisecondsBetween(then, now) / 1000, 0) + " s";
  };
  if (view.lostSince) return "no server for " + secondsSince(*view.lostSince);
  if (source.isLost()) return "no picture from the source";
  if (source.isLive() && view.serial > 0 && now - view.taken > kStale)
    return "last picture " + secondsSince(view.taken) + " ago";
  return "";
}

/// Shows what comes until `over` is asked for or the user closes the window.
void showUntil(const std::stop_token& over, const StreamSinks& sinks, const capture::CaptureThread& source) {
  LiveWindow window("facewire");
  std::int64_t shown = 0;
  while (!over.stop_requested() && window.poll()) {
    const LiveView view = sinks.liveView();
    if (view.serial != shown) window.show(view.picture);
    shown = view.serial;
    if (const std::string why = whyNotLive(view, source); !why.empty()) window.showNotLive(why);
  }
}

void waitUntil(const std::stop_token& over) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait(lock, over, [] { return false; });
}

void summarise(const Session& session, const StreamSinks& sinks, const StreamLink& link,
               const capture::CaptureThread& source, double seconds) {
  const std::int64_t frames = sinks.answered();
  std::string line = counted(static_cast<std::size_t>(frames), "frame") + " in " + fixed(seconds, 1) + " s (" +
                     fixed(static_cast<double>(frames) / std::max(seconds, 0.001), 1) +
                     " frames/s); seen: " + sinks.whoWasSeen();
  if (source.dropped() > 0) line += "; dropped as too old: " + std::to_string(source.dropped());
  if (link.givenUp() > 0) line += "; lost with a connection: " + std::to_string(link.givenUp());
  if (sinks.refused() > 0) line += "; refused by the server: " + std::to_string(sinks.refused());
  session.console.note(line);
}

}  // namespace

ExitStatus runStream(const Session& session, const StreamOptions& options) {
  const bool window = !options.noDisplay && canShowWindow();
  std::stop_source stop;  // the user's wish, or an output that fails
  const InterruptWatch interrupts(stop);

  std::vector<protocol::Reply> reply{protocol::Reply::faces};
  if (window || !options.output.empty()) reply.push_back(protocol::Reply::frame);
  client::ConnectOptions connect = session.connectOptions(reply);
  connect.name = options.name;
  auto client = client::Client::connect(connect);
  if (!client) return session.report(client.error());
  auto opened = openSource(options);
  if (!opened) return session.report(opened.error());
  auto settings = openSinks(session, options, **opened, window);
  if (!settings) return session.report(settings.error());

  capture::CaptureThread source(std::move(*opened),
                                [&session](const std::string& text) { session.console.note(text); });
  StreamSinks sinks(session, std::move(*settings), [&stop] { stop.request_stop(); });
  StreamLinkOptions linkOptions;
  linkOptions.connect = std::move(connect);
  linkOptions.inFlight = options.inFlight.value_or(source.isLive() ? kInFlightLive : kInFlightFile);
  linkOptions.maxFrames = options.maxFrames;
  linkOptions.paced = window && !source.isLive();
  StreamLink link(source, std::move(linkOptions), sinks);

  const auto start = Clock::now();
  Result<void> linkEnd;
  std::stop_source over;
  std::jthread linkThread([&] {
    linkEnd = link.run(std::move(*client), stop.get_token());
    over.request_stop();
  });
  if (window) {
    showUntil(over.get_token(), sinks, source);
    stop.request_stop();
  } else {
    waitUntil(over.get_token());
  }
  linkThread.join();
  const double seconds = millisecondsBetween(start, Clock::now()) / 1000;
  sinks.close();
  session.console.endProgress();

  if (const auto failure = source.failure()) return session.report(*failure);
  summarise(session, sinks, link, source, seconds);
  if (!options.output.empty()) session.console.note("wrote " + options.output);
  if (const auto failure = sinks.failure()) return session.report(*failure);
  if (!linkEnd) return session.report(linkEnd.error());
  return ExitStatus::done;
}

}  // namespace facewire::app
