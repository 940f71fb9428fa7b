#pragma once

#include <asio/generic/stream_protocol.hpp>
#include <asio/io_context.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "facewire/base/bytes.hpp"
#include "facewire/base/clock.hpp"
#include "facewire/base/result.hpp"
#include "facewire/net/endpoint.hpp"
#include "facewire/net/peer.hpp"
#include "facewire/net/tls.hpp"
#include "facewire/net/wake_event.hpp"

namespace facewire::net {

class TlsChannel;
struct IoOutcome;

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

  /// From here on all that is read and written goes through TLS. As a client: `host` is what was asked for. To be
  /// called before anything else, and once; `context` outlives this. Errors: `untrusted`, naming what is wrong with the
  /// peer's certificate; `timeout`, `shuttingDown`, `disconnected` (what the peer speaks is no TLS, or it refused
  /// ours).
  Result<void> startTls(const TlsContext& context, const std::string& host, Clock::time_point deadline);

  /// Who the peer showed to be, once TLS is there; nothing without a certificate.
  std::optional<TlsPeer> tlsPeer() const;

  /// The first byte that the peer sent, left where it is. Errors as readExactly.
  Result<std::byte> peekByte(Clock::time_point deadline);

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

  /// Whether the peer has closed its end: what it sent before may still be there to be read.
  bool isPeerGone();

  /// What was written and the peer's system has not taken yet, in bytes.
  std::size_t unsentBytes();

  const Peer& peer() const { return peer_; }

 private:
  IoOutcome readSome(std::span<std::byte> buffer);
  IoOutcome writeSome(ByteView head, ByteView body);
  Result<void> waitFor(const IoOutcome& outcome, Clock::time_point deadline, bool mindStop);
  Result<void> waitFor(short events, Clock::time_point deadline, bool mindStop);

  std::unique_ptr<asio::io_context> context_;  ///< only for sockets made by connect()
  Socket socket_;
  const WakeEvent* stop_ = nullptr;
  Peer peer_;
  std::unique_ptr<TlsChannel> tls_;  ///< none: in clear
  asio::error_code readError_;       ///< of the last read in clear; the reading thread's
  asio::error_code writeError_;      ///< of the last write in clear; the writing thread's
};

}  // namespace facewire::net
