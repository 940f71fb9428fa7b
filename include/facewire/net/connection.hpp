#pragma once

#include <asio/generic/stream_protocol.hpp>
#include <asio/io_context.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "facewire/base/bytes.hpp"
#include "facewire/base/clock.hpp"
#include "facewire/base/result.hpp"
#include "facewire/net/endpoint.hpp"
#include "facewire/net/wake_event.hpp"

namespace facewire::net {

using Socket = asio::generic::stream_protocol::socket;

/// A connected stream socket whose every wait has a deadline.
///
/// The socket is non-blocking and waits are poll() with what is left of the deadline: asio's synchronous reads ignore
/// SO_RCVTIMEO, and a deadline over the whole read cuts a peer that feeds one byte at a time.
/// Confined to one thread, but for abort() (any thread), and one thread may read while another writes.
class Connection {
 public:
  /// Takes over `socket`. `stop`, if given, ends waits for reading with `shuttingDown`; it must outlive this.
  explicit Connection(Socket socket, const WakeEvent* stop = nullptr);
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;
  ~Connection();

  /// Connects to a name or address, trying each address it resolves to. Errors: `unreachable`, naming the endpoint and
  /// the reason. Name resolution blocks beyond the deadline where the resolver does.
  static Result<Connection> connect(const Endpoint& endpoint, std::chrono::milliseconds timeout);

  /// Fills `buffer`. Errors: `timeout`, `shuttingDown`, `disconnected` (detail "closed" where the peer ended the stream
  /// before the first byte).
  Result<void> readExactly(std::span<std::byte> buffer, Clock::time_point deadline);

  /// Waits until a byte can be read, without taking it. Errors as readExactly.
  Result<void> waitReadable(Clock::time_point deadline);

  /// Sends both parts, gathered. Errors: `timeout`, `disconnected`.
  Result<void> write(ByteView head, ByteView body, Clock::time_point deadline);

  /// Tells the peer that nothing more comes, and reads on (what comes is thrown away) until it closes or the deadline
  /// passes: closing with unread bytes would reset the stream and lose what was last sent.
  void finish(Clock::time_point deadline);

  /// Ends both directions at once; waits in other threads return `disconnected`. Safe from any thread.
  void abort();

  /// "203.0.113.7:50123", "[::1]:50123" or "unix".
  const std::string& peer() const { return peer_; }

 private:
  Result<void> waitFor(short events, Clock::time_point deadline, bool mindStop);

  std::unique_ptr<asio::io_context> context_;  ///< only for sockets made by connect()
  Socket socket_;
  const WakeEvent* stop_ = nullptr;
  std::string peer_;
};

}  // namespace facewire::net
