#pragma once

#include <spdlog/logger.h>

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "facewire/metrics/http_listener.hpp"
#include "facewire/metrics/metrics.hpp"
#include "facewire/metrics/pages.hpp"
#include "facewire/server/server.hpp"
#include "facewire/service/recognition_service.hpp"
#include "options.hpp"

namespace facewire::app {

/// What tells others how the server is doing, from before it is up until after it is stopped: metrics, health, whether
/// it is ready. Safe for concurrent use.
class Monitoring {
 public:
  /// Listens from now on, unless the options say not to. Throws std::runtime_error where the address that they give
  /// cannot be had; where it is nobody's choice but the default, there is no listener.
  explicit Monitoring(const Options& options);

  /// Tells the log where the listener is, or why there is none.
  void describe(spdlog::logger& log) const;
  std::optional<net::TcpEndpoint> address() const;

  /// Where whatever counts something may add its collector.
  metrics::Metrics& metrics() { return metrics_; }

  /// What the server is watched by; it must go before service and server do.
  class Watch {
   public:
    Watch(Monitoring& monitoring, const service::RecognitionService& service, const server::Server& server);
    ~Watch();
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

   private:
    Monitoring& monitoring_;
    const metrics::Metrics::Registration service_;
    const metrics::Metrics::Registration server_;
  };

  /// Not ready from now on.
  void noteStopping();

 private:
  void listen(const Options& options);
  std::optional<std::string> whyNotAlive();
  std::optional<std::string> whyNotReady();

  metrics::Metrics metrics_;
  const metrics::Metrics::Registration own_;

  std::mutex mutex_;
  const server::Server* server_ = nullptr;  ///< guarded by mutex_; while it is watched
  bool isStopping_ = false;                 ///< guarded by mutex_

  std::string whyNoListener_;  ///< constant after construction; empty where one is there, or none is wanted
  std::unique_ptr<metrics::HttpListener> listener_;  ///< last: it asks all of the above
};

}  // namespace facewire::app
