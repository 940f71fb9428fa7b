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
/// Confined to one thread, but for stop().
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

  /// Stops accepting; lets every session answer what it has fully read, within the grace time; ends the rest; joins all
  /// threads. Blocks for as long as that takes.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace facewire::server
