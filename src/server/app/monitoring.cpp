#include "monitoring.hpp"

#include <stdexcept>
#include <system_error>

#include "facewire/metrics/collectors.hpp"

namespace facewire::app {
namespace {

std::string remedyFor(const std::error_code& error) {
  if (error == std::errc::address_in_use) {
    return " (another program has it: choose another --metrics-listen, or port 0, or none)";
  }
  if (error == std::errc::permission_denied) return " (ports below 1024 need rights: choose another --metrics-listen)";
  if (error == std::errc::address_not_available) return " (not an address of this machine: see `ip address`)";
  return "";
}

}  // namespace

Monitoring::Monitoring(const Options& options)
    : own_(metrics_.add([this](metrics::Families& families) {
        metrics::collectBuild(families, FACEWIRE_VERSION);
        families.gauge("facewire_ready", "1 while the server takes clients, 0 while it starts, stops or cannot.",
                       whyNotReady() ? 0 : 1);
        metrics::collectProcess(families);
      })) {
  if (options.metricsListen) listen(options);
}

void Monitoring::listen(const Options& options) try {
  const metrics::Pages pages{metrics_, [this] { return whyNotAlive(); }, [this] { return whyNotReady(); }};
  listener_ = std::make_unique<metrics::HttpListener>(*options.metricsListen,
                                                      [pages](std::string_view path) { return pages.answer(path); });
} catch (const std::system_error& error) {
  const std::string text = std::string(error.what()) + remedyFor(error.code());
  if (options.metricsListenGiven) throw std::runtime_error("metrics: " + text);
  whyNoListener_ = text;
}

void Monitoring::describe(spdlog::logger& log) const {
  if (!whyNoListener_.empty()) log.warn("{}; going on without metrics", whyNoListener_);
  if (const auto listens = address()) log.info("metrics on http://{}/metrics", net::toText(net::Endpoint(*listens)));
}

std::optional<net::TcpEndpoint> Monitoring::address() const {
  return listener_ ? std::optional(listener_->address()) : std::nullopt;
}

void Monitoring::noteStopping() {
  const std::lock_guard lock(mutex_);
  isStopping_ = true;
}

std::optional<std::string> Monitoring::whyNotAlive() {
  const std::lock_guard lock(mutex_);
  if (server_ == nullptr || isStopping_ || server_->acceptLoopsRun()) return std::nullopt;
  return "an accept loop has ended";
}

std::optional<std::string> Monitoring::whyNotReady() {
  const std::lock_guard lock(mutex_);
  if (isStopping_) return "the server is stopping";
  if (server_ == nullptr) return "the gallery is being opened";
  return server_->whyNotAccepting();
}

Monitoring::Watch::Watch(Monitoring& monitoring, const service::RecognitionService& service,
                         const server::Server& server)
    : monitoring_(monitoring),
      service_(monitoring.metrics_.add(
          [&service](metrics::Families& families) { metrics::collectService(families, service); })),
      server_(monitoring.metrics_.add(
          [&server](metrics::Families& families) { metrics::collectServer(families, server); })) {
  const std::lock_guard lock(monitoring.mutex_);
  monitoring.server_ = &server;
}

Monitoring::Watch::~Watch() {
  const std::lock_guard lock(monitoring_.mutex_);
  monitoring_.server_ = nullptr;
  monitoring_.isStopping_ = true;
}

}  // namespace facewire::app
