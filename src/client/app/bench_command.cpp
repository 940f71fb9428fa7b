#include "bench_command.hpp"

#include <algorithm>
#include <cmath>

#include "bench_load.hpp"
#include "facewire/base/file.hpp"
#include "facewire/capture/frame_source.hpp"
#include "facewire/capture/picture.hpp"
#include "latency.hpp"
#include "terminal_text.hpp"

namespace facewire::app {
namespace {

/// What is kept of a video: so many frames, or so many bytes if that is less.
constexpr std::size_t kMostFramesInMemory = 1000;
constexpr std::size_t kMostBytesInMemory = std::size_t{256} << 20;
constexpr int kFrameQuality = 90;

/// All JPEGs before the clock starts, so that what is measured is the server and the wire.
Result<std::vector<Bytes>> loadFrames(const BenchOptions& options) {
  std::vector<Bytes> frames;
  if (!options.image.empty()) {
    auto jpeg = capture::readPictureAsJpeg(options.image);
    if (!jpeg) return fail(jpeg.error());
    frames.push_back(std::move(*jpeg));
    return frames;
  }
  auto source = capture::openVideo(options.video);
  if (!source) return fail(source.error());
  const auto wanted = static_cast<std::size_t>(options.frames + options.warmUp * options.clients);
  std::size_t bytes = 0;
  while (frames.size() < std::min(kMostFramesInMemory, wanted) && bytes < kMostBytesInMemory) {
    auto frame = (*source)->next();
    if (!frame) return fail(frame.error());
    if (!frame->has_value()) break;
    auto jpeg = capture::encodeJpeg((*frame)->picture, kFrameQuality);
    if (!jpeg) return fail(jpeg.error());
    bytes += jpeg->size();
    frames.push_back(std::move(*jpeg));
  }
  return frames;
}

struct Totals {
  std::vector<double> latenciesMs;  // ascending
  std::int64_t errors = 0;
  std::optional<Error> firstError;
  double seconds = 0;
  double fps = 0;
  double slowestFps = 0;  // of one client
  double cpuMs = 0;       // this program's processor time for a frame
};

Totals sumUp(const LoadMeasurement& load) {
  Totals totals;
  totals.seconds = std::max(load.seconds, 1e-9);
  std::size_t fewest = load.clients.front().latenciesMs.size();
  for (const ClientMeasurement& one : load.clients) {
    totals.latenciesMs.insert(totals.latenciesMs.end(), one.latenciesMs.begin(), one.latenciesMs.end());
    totals.errors += one.errors;
    if (!totals.firstError && one.firstError) totals.firstError = one.firstError;
    fewest = std::min(fewest, one.latenciesMs.size());
  }
  std::ranges::sort(totals.latenciesMs);
  totals.fps = static_cast<double>(totals.latenciesMs.size()) / totals.seconds;
  totals.slowestFps = static_cast<double>(fewest) / totals.seconds;
  totals.cpuMs = load.cpuSeconds * 1000 / static_cast<double>(std::max<std::size_t>(totals.latenciesMs.size(), 1));
  return totals;
}

/// `client,frame,ms` for every frame that was answered; clients and each one's frames count from 1.
Result<void> writeLatencies(const std::string& path, const LoadMeasurement& load) {
  std::string text = "client,frame,ms\n";
  for (std::size_t client = 0; client < load.clients.size(); ++client) {
    const auto& latencies = load.clients[client].latenciesMs;
    for (std::size_t frame = 0; frame < latencies.size(); ++frame) {
      text += std::to_string(client + 1) + "," + std::to_string(frame + 1) + "," + fixed(latencies[frame], 3) + "\n";
    }
  }
  return writeFile(path, asBytes(text));
}

void printTotals(const Session& session, const BenchOptions& options, const Totals& totals) {
  const double p50 = percentile(totals.latenciesMs, 0.50);
  const double p95 = percentile(totals.latenciesMs, 0.95);
  const double p99 = percentile(totals.latenciesMs, 0.99);
  const double mean = totals.fps / options.clients;
  if (session.options.json) {
    const auto rounded = [](double value) { return std::round(value * 1000) / 1000; };
    session.console.result(protocol::toText({{"frames", totals.latenciesMs.size()},
                                             {"clients", options.clients},
                                             {"seconds", rounded(totals.seconds)},
                                             {"fps", rounded(totals.fps)},
                                             {"p50_ms", rounded(p50)},
                                             {"p95_ms", rounded(p95)},
                                             {"p99_ms", rounded(p99)},
                                             {"errors", totals.errors},
                                             {"client_fps_mean", rounded(mean)},
                                             {"client_fps_min", rounded(totals.slowestFps)},
                                             {"client_cpu_ms", rounded(totals.cpuMs)}}));
    return;
  }
  session.console.result(counted(totals.latenciesMs.size(), "frame") + " in " + fixed(totals.seconds, 2) + " s from " +
                         counted(static_cast<std::size_t>(options.clients), "client") + ": " + fixed(totals.fps, 1) +
                         " frames/s");
  if (options.clients > 1) {
    session.console.result("a client had " + fixed(mean, 1) + " frames/s on average, the slowest " +
                           fixed(totals.slowestFps, 1));
  }
  session.console.result("latency p50 " + fixed(p50, 1) + " ms, p95 " + fixed(p95, 1) + " ms, p99 " + fixed(p99, 1) +
                         " ms; " + counted(static_cast<std::size_t>(totals.errors), "error"));
}

}  // namespace

ExitStatus runBench(const Session& session, const BenchOptions& options) {
  const auto frames = loadFrames(options);
  if (!frames) return session.report(frames.error());
  std::vector<client::Client> clients;
  for (int i = 0; i < options.clients; ++i) {
    client::ConnectOptions connect = session.connectOptions(options.reply);
    connect.track = options.track;
    connect.sightings = options.sightings;
    auto client = client::Client::connect(connect);
    if (!client) return session.report(client.error(), "client " + std::to_string(i + 1));
    if (frames->front().size() > client->welcome().limits.maxFrameBytes) {
      return session.report({ErrorCode::tooLong, "the frames are larger than the server takes (" +
                                                     std::to_string(client->welcome().limits.maxFrameBytes) +
                                                     " bytes)"});
    }
    clients.push_back(std::move(*client));
  }
  const LoadMeasurement load =
      runLoad(session.console, clients, {*frames, options.frames, options.warmUp, options.inFlight});
  const Totals totals = sumUp(load);
  printTotals(session, options, totals);
  if (!options.latencies.empty()) {
    if (auto written = writeLatencies(options.latencies, load); !written) return session.report(written.error());
  }
  return totals.firstError ? session.report(*totals.firstError) : ExitStatus::done;
}

}  // namespace facewire::app
