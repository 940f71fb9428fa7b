#include "run_server.hpp"

#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <opencv2/core/utility.hpp>
#include <stdexcept>
#include <thread>

#include "access_choice.hpp"
#include "engine_choice.hpp"
#include "event_choice.hpp"
#include "event_metrics.hpp"
#include "facewire/base/clock.hpp"
#include "facewire/base/file.hpp"
#include "facewire/gallery/data_directory.hpp"
#include "facewire/gallery/gallery.hpp"
#include "facewire/server/server.hpp"
#include "facewire/service/recognition_service.hpp"
#include "facewire/sightings/sighting_book.hpp"
#include "gallery_log.hpp"
#include "monitoring.hpp"
#include "reloading.hpp"
#include "server_options.hpp"
#include "service_manager.hpp"

namespace facewire::app {
namespace {

/// Every client is a descriptor, and the usual soft limit of 1,024 is there for programs that use select().
void raiseDescriptorLimit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

/// malloc keeps a heap for every few threads, eight for each core, and each of them stays as large as it ever was: with
/// a thread a client that is most of what the server takes. Frames in work are as many as workers, so a heap a core is
/// enough. What one frame frees the next one takes: it is not given back to the system in between, which would clear
/// the same pages for every frame. A HeapTrimmer gives it back when clients pause or leave.
void boundHeaps() {
#ifdef M_ARENA_MAX
  constexpr int kKept = 4 << 20;
  ::mallopt(M_ARENA_MAX, static_cast<int>(std::max(2u, std::thread::hardware_concurrency())));
  ::mallopt(M_TRIM_THRESHOLD, kKept);
  ::mallopt(M_MMAP_THRESHOLD, kKept / 4);
#endif
}

/// Removes the port file when the server ends: a script must not find the port of a server that is gone.
class PortFile {
 public:
  PortFile(const std::filesystem::path& path, std::uint16_t port) : path_(path) {
    if (path_.empty()) return;
    // Renamed into place, so that whoever waits for the file finds it whole.
    const std::filesystem::path partial = path_.string() + ".partial";
    if (const auto written = writeFile(partial, asBytes(std::to_string(port) + "\n")); !written) {
      throw std::runtime_error("port file " + written.error().detail);
    }
    std::filesystem::rename(partial, path_);
  }
  ~PortFile() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove(path_, ignored);
  }
  PortFile(const PortFile&) = delete;
  PortFile& operator=(const PortFile&) = delete;

 private:
  std::filesystem::path path_;
};

std::uint16_t firstTcpPort(const std::vector<net::Endpoint>& addresses) {
  for (const net::Endpoint& address : addresses) {
    if (const auto* tcp = std::get_if<net::TcpEndpoint>(&address)) return tcp->port;
  }
  return 0;
}

/// Somebody wants the server to stop before it is up.
struct StoppedWhileOpening {};

/// Throws StoppedWhileOpening where a signal comes while it takes long.
gallery::Gallery openGallery(const gallery::DataDirectory& data, const vision::Encoder& encoder, GalleryLog& galleryLog,
                             ServiceManager& manager, const Signals& signals) {
  return gallery::Gallery(
      gallery::GalleryStore(data.galleryFile()), encoder.cellPixels(),
      [&](const gallery::StoredFace& face) { return service::encodeStoredFace(encoder, face); },
      [&](gallery::SampleId sample, const Error& error) { galleryLog.takeUnreadable(sample, error); }, encoder.id(),
      [&](const gallery::Gallery::Remaking& remaking) {
        galleryLog.tellProgress(remaking);
        manager.tellStarting("Encoding the pictures");
        if (!remaking.ended && signals.stopIsPending()) throw StoppedWhileOpening{};
      },
      [&](const Error& error) { galleryLog.tellNotStored(error); });
}

/// Made before the sightings, so that it goes after them: what they tell at their end is still to be sent.
class LastEvents {
 public:
  explicit LastEvents(events::EventSinks& sinks) : sinks_(sinks) {}
  ~LastEvents() { sinks_.finish(Clock::now() + kLastEventsTime); }
  LastEvents(const LastEvents&) = delete;
  LastEvents& operator=(const LastEvents&) = delete;

 private:
  events::EventSinks& sinks_;
};

/// Until it is asked to stop.
void serve(Signals& signals, ServiceManager& manager, Reloading& reloading, const server::Server& server,
           const std::string& status) {
  manager.tellReady(status);
  auto patience = manager.watchdogTime();
  if (patience) *patience /= 2;
  while (true) {
    switch (signals.wait(patience)) {
      case Signals::Asked::stop:
        return;
      case Signals::Asked::reload:
        manager.tellReloading();
        reloading.reload();
        manager.tellReady(status);
        break;
      case Signals::Asked::nothing:
        if (server.acceptLoopsRun()) manager.tellAlive();
        break;
    }
  }
}

}  // namespace

void checkConfiguration(const Options& options, Logs& logs) {
  checkEventSinks(options);
  makeEncoder(options);
  AccessChoice(options, logs.of("access"));
}

void runServer(const Invocation& invocation, Signals& signals, Logs& logs) try {
  const Options& options = invocation.configuration.options();
  spdlog::logger& log = logs.of("app");
  ServiceManager manager;
  raiseDescriptorLimit();
  boundHeaps();
  cv::setNumThreads(1);  // the engines are the parallelism
  const auto started = Clock::now();
  Monitoring monitoring(options);
  const std::unique_ptr<vision::Encoder> encoder = makeEncoder(options);
  AccessChoice access(options, logs.of("access"));
  const std::unique_ptr<events::EventSinks> eventSinks = makeEventSinks(options, logs.of("events"));
  const gallery::DataDirectory data(options.data);
  GalleryLog galleryLog(encoder->id(), logs.of("gallery"));
  gallery::Gallery gallery = openGallery(data, *encoder, galleryLog, manager, signals);
  galleryLog.listUnreadable(*gallery.snapshot());
  const FollowedPeople followed(gallery, *eventSinks);
  const LastEvents lastEvents(*eventSinks);
  sightings::SightingBook sightings(sightingOptions(options, data.sightingsFile()), *gallery.snapshot(),
                                    eventSinks->sinks(), logs.of("sightings"));
  service::RecognitionService service(serviceOptions(options), gallery, *encoder, &sightings);
  server::Server server(serverOptions(options, access.policy()), service, logs.of("server"));
  server.start();
  const Monitoring::Watch watch(monitoring, service, server);
  const auto seen = monitoring.metrics().add([&](metrics::Families& families) {
    collectSightings(families, sightings.status());
    collectEvents(families, eventSinks->counts());
  });
  const auto snapshot = gallery.snapshot();
  log.info("facewired {} knows {} people by {} samples from {}, ready in {:.0f} ms", FACEWIRE_VERSION,
           snapshot->people.size(), snapshot->samples(), data.galleryFile().string(),
           millisecondsBetween(started, Clock::now()));
  log.info("{}", describeEngine(options));
  log.info("{}", service.describeThreshold());
  logs.of("access").log(access.isOpenToNetwork() ? spdlog::level::warn : spdlog::level::info, "{}", access.describe());
  for (const net::Endpoint& address : server.addresses()) log.info("listening on {}", net::toText(address));
  monitoring.describe(logs.of("metrics"));
  const PortFile portFile(options.portFile, firstTcpPort(server.addresses()));

  Reloading reloading(invocation, logs, access, server);
  serve(signals, manager, reloading, server, "Knows " + std::to_string(snapshot->people.size()) + " people");
  manager.tellStopping();
  monitoring.noteStopping();
  log.info("stopping: no more clients, answering what was read");
  server.stop();
  log.info("stopped");
} catch (const StoppedWhileOpening&) {
  logs.of("app").info("stopped before all pictures were encoded; the next start goes on there");
}

}  // namespace facewire::app
