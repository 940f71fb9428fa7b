#pragma once

#include <spdlog/logger.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "facewire/net/endpoint.hpp"
#include "facewire/net/message_stream.hpp"
#include "facewire/server/access_policy.hpp"
#include "facewire/server/frame_counts.hpp"
#include "facewire/server/limits.hpp"
#include "facewire/server/service.hpp"

namespace facewire::server {

struct ServerOptions {
  std::vector<net::Endpoint> listen{net::TcpEndpoint{"127.0.0.1", net::kDefaultPort}};
  net::StreamLimits stream;
  ServerLimits limits;
  AccessPolicy access;
  std::chrono::milliseconds grace{10'000};  ///< for what was fully read to be answered after stop()
};

/// Accepts connections on every address and gives each a thread of its own. All of it is over when stop() returns.
/// Confined to one thread, but for stop() and for what tells how it is doing.
class Server {
 public:
  /// Binds every address; nothing is accepted yet. `service` and `log` must outlive this. Throws std::runtime_error
  /// naming the address and the remedy (in use, not permitted, not an address of this machine).
  Server(const ServerOptions& options, Service& service, spdlog::logger& log);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// The bound addresses, with the ports that the system chose.
  std::vector<net::Endpoint> addresses() const;

  void start();

  /// For connections from then on; the memory for all and the log-ins that may fail change at once. Safe for concurrent
  /// use.
  void setLimits(const ServerLimits& limits, const net::StreamLimits& stream);
  // How it is doing, and what it has counted: safe for concurrent use, from the end of start() until the server goes.
  std::size_t clients() const;
  std::size_t maxClients() const;
  const LimitCounts& limitCounts() const;
  const FrameCounts& frameCounts() const;
  /// Why one of its addresses takes nobody at the moment (not started, stopped, no descriptor left); nothing where all
  /// do.
  std::optional<std::string> whyNotAccepting() const;
  /// Whether the loop of each address runs, be it that it can take nobody at the moment.
  bool acceptLoopsRun() const;

  /// Stops accepting; lets every session answer what it has fully read, within the grace time; ends the rest; joins all
  /// threads. Blocks for as long as that takes.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace facewire::server
