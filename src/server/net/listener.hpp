#pragma once

#include <spdlog/logger.h>

#include <asio/basic_socket_acceptor.hpp>
#include <asio/generic/stream_protocol.hpp>
#include <asio/io_context.hpp>
#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "facewire/base/clock.hpp"
#include "facewire/net/connection.hpp"
#include "facewire/net/endpoint.hpp"
#include "facewire/net/wake_event.hpp"

namespace facewire::server {

/// One listening socket and the thread that blocks in accept on it. Confined to one thread, but for the accepting one
/// inside.
class Listener {
 public:
  using OnAccepted = std::function<void(net::Socket)>;

  /// Binds and listens. `context` holds the sockets and is never run, as accept blocks; it outlives them all.
  /// Throws std::runtime_error naming the address and the remedy.
  Listener(asio::io_context& context, const asio::generic::stream_protocol::endpoint& endpoint, net::Endpoint name,
           spdlog::logger& log);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  /// With the port that the system chose.
  const net::Endpoint& address() const { return address_; }

  /// `onAccepted` is called on the accepting thread.
  void start(OnAccepted onAccepted);

  /// Whether the accept loop runs. Safe for concurrent use, and so is the next.
  bool isRunning() const { return running_; }
  /// Nothing where the loop takes whoever comes.
  std::optional<std::string> whyNotAccepting() const;

  /// Ends the accept loop at once and joins it. A Unix socket's path is removed.
  void stop();

 private:
  void acceptLoop(const OnAccepted& onAccepted);

  spdlog::logger& log_;
  asio::io_context& context_;
  asio::basic_socket_acceptor<asio::generic::stream_protocol> acceptor_;
  net::Endpoint address_;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> running_ = false;
  std::atomic<Clock::time_point> lastError_{Clock::time_point{}};  ///< of accept
  net::WakeEvent wake_;                                            ///< ends the pause after an accept error
  std::jthread thread_;
};

/// Every socket address that `endpoint` stands for: a host name may have several. Throws std::runtime_error naming it.
std::vector<asio::generic::stream_protocol::endpoint> resolveToBind(const net::Endpoint& endpoint);

}  // namespace facewire::server
