#include "bench_command.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <deque>
#include <mutex>
#include <semaphore>
#include <thread>

#include "facewire/capture/frame_source.hpp"
#include "facewire/capture/picture.hpp"
#include "latency.hpp"
#include "terminal_text.hpp"

namespace facewire::app {
namespace {

constexpr std::size_t kMostFramesInMemory = 300;
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
  while (frames.size() < kMostFramesInMemory && static_cast<std::int64_t>(frames.size()) < options.frames) {
    auto frame = (*source)->next();
    if (!frame) return fail(frame.error());
    if (!frame->has_value()) break;
    auto jpeg = capture::encodeJpeg((*frame)->picture, kFrameQuality);
    if (!jpeg) return fail(jpeg.error());
    frames.push_back(std::move(*jpeg));
  }
  return frames;
}

/// The work, shared by all clients.
struct Workload {
  const std::vector<Bytes>& jpegs;
  std::int64_t frames;
  Console& console;
  std::atomic<std::int64_t> next = 0;
  std::atomic<std::int64_t> answered = 0;

  /// Nothing when all frames are given out.
  const Bytes* take() {
    const std::int64_t index = next.fetch_add(1);
    return index < frames ? &jpegs[static_cast<std::size_t>(index) % jpegs.size()] : nullptr;
  }

  void noteAnswered() { console.progress({++answered, frames, "frames"}); }
};

/// What one client measured. Confined to the client's receiving thread.
struct Measurement {
  std::vector<double> latenciesMs;
  std::int64_t errors = 0;
  std::optional<Error> firstError;
  bool broken = false;

  void note(const Result<client::Answer>& answer, Clock::time_point sent) {
    if (answer) {
      latenciesMs.push_back(millisecondsBetween(sent, Clock::now()));
      return;
    }
    ++errors;
    if (!firstError) firstError = answer.error();
  }
};

Measurement runLockstep(client::Client& client, Workload& work) {
  Measurement measured;
  while (const Bytes* jpeg = work.take()) {
    const auto sent = Clock::now();
    measured.note(client.recognise(*jpeg), sent);
    work.noteAnswered();
    measured.broken = !client.isOpen();
    if (measured.broken) break;
  }
  return measured;
}

/// Sends in one thread and receives in another: were one thread to do both, a server that waits for its answer to be
/// read and a client that waits for its frame to be read would wait for each other.
Measurement runPipelined(client::Client& client, Workload& work, std::size_t inFlight) {
  Measurement measured;
  std::counting_semaphore<> room(static_cast<std::ptrdiff_t>(inFlight));
  std::counting_semaphore<> due(0);
  std::mutex mutex;
  std::deque<Clock::time_point> sentAt;  // guarded by mutex; empty when due is released: no more comes
  std::atomic<bool> over = false;
  std::jthread sender([&] {
    while (!over) {
      room.acquire();
      const Bytes* jpeg = over ? nullptr : work.take();
      if (jpeg == nullptr) break;
      {
        const std::scoped_lock lock(mutex);
        sentAt.push_back(Clock::now());
      }
      due.release();
      if (!client.sendFrame(*jpeg)) break;
    }
    due.release();
  });
  while (true) {
    due.acquire();
    Clock::time_point sent;
    {
      const std::scoped_lock lock(mutex);
      if (sentAt.empty()) break;
      sent = sentAt.front();
      sentAt.pop_front();
    }
    measured.note(client.receiveAnswer(), sent);
    work.noteAnswered();
    measured.broken = !client.isOpen();
    if (measured.broken) break;
    room.release();
  }
  over = true;
  room.release();
  return measured;
}

struct Totals {
  std::vector<double> latenciesMs;
  std::int64_t errors = 0;
  std::optional<Error> firstError;
  double seconds = 0;
};

Totals runClients(const Session& session, std::vector<client::Client>& clients, const BenchOptions& options,
                  Workload& work) {
  std::vector<Measurement> measured(clients.size());
  const auto start = Clock::now();
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < clients.size(); ++i) {
      threads.emplace_back([&, i] {
        measured[i] =
            options.inFlight == 1 ? runLockstep(clients[i], work) : runPipelined(clients[i], work, options.inFlight);
      });
    }
  }
  Totals totals;
  totals.seconds = millisecondsBetween(start, Clock::now()) / 1000;
  session.console.endProgress();
  for (Measurement& one : measured) {
    totals.latenciesMs.insert(totals.latenciesMs.end(), one.latenciesMs.begin(), one.latenciesMs.end());
    totals.errors += one.errors;
    if (!totals.firstError && one.firstError) totals.firstError = one.firstError;
  }
  std::ranges::sort(totals.latenciesMs);
  return totals;
}

void printTotals(const Session& session, const BenchOptions& options, const Totals& totals) {
  const double fps = static_cast<double>(totals.latenciesMs.size()) / std::max(totals.seconds, 1e-9);
  const double p50 = percentile(totals.latenciesMs, 0.50);
  const double p95 = percentile(totals.latenciesMs, 0.95);
  const double p99 = percentile(totals.latenciesMs, 0.99);
  if (session.options.json) {
    const auto rounded = [](double value) { return std::round(value * 1000) / 1000; };
    session.console.result(protocol::toText({{"frames", totals.latenciesMs.size()},
                                             {"clients", options.clients},
                                             {"seconds", rounded(totals.seconds)},
                                             {"fps", rounded(fps)},
                                             {"p50_ms", rounded(p50)},
                                             {"p95_ms", rounded(p95)},
                                             {"p99_ms", rounded(p99)},
                                             {"errors", totals.errors}}));
    return;
  }
  session.console.result(counted(totals.latenciesMs.size(), "frame") + " in " + fixed(totals.seconds, 2) + " s from " +
                         counted(static_cast<std::size_t>(options.clients), "client") + ": " + fixed(fps, 1) +
                         " frames/s");
  session.console.result("latency p50 " + fixed(p50, 1) + " ms, p95 " + fixed(p95, 1) + " ms, p99 " + fixed(p99, 1) +
                         " ms; " + counted(static_cast<std::size_t>(totals.errors), "error"));
}

}  // namespace

ExitStatus runBench(const Session& session, const BenchOptions& options) {
  const auto frames = loadFrames(options);
  if (!frames) return session.report(frames.error());
  std::vector<client::Client> clients;
  for (int i = 0; i < options.clients; ++i) {
    auto client = session.connect(options.reply);
    if (!client) return session.report(client.error(), "client " + std::to_string(i + 1));
    if (frames->front().size() > client->welcome().limits.maxFrameBytes) {
      return session.report({ErrorCode::tooLong, "the frames are larger than the server takes (" +
                                                     std::to_string(client->welcome().limits.maxFrameBytes) +
                                                     " bytes)"});
    }
    clients.push_back(std::move(*client));
  }
  Workload work{*frames, options.frames, session.console};
  const Totals totals = runClients(session, clients, options, work);
  printTotals(session, options, totals);
  return totals.firstError ? session.report(*totals.firstError) : ExitStatus::done;
}

}  // namespace facewire::app
