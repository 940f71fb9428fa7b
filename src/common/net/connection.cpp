#include "facewire/net/connection.hpp"

#include <linux/sockios.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <asio/buffer.hpp>
#include <asio/error.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/local/stream_protocol.hpp>

#include "io_outcome.hpp"
#include "tls_channel.hpp"

namespace facewire::net {
namespace {

/// One record of TLS (RFC 8446, 5.1): a head sent with the beginning of its body costs no record of its own.
constexpr std::size_t kRecordBytes = 16384;

Error broken(const asio::error_code& error) {
  if (error == asio::error::eof) return {ErrorCode::disconnected, "the peer closed in the middle of a message"};
  return {ErrorCode::disconnected, error.message()};
}

IoOutcome judge(const asio::error_code& error, std::size_t bytes, IoNext toGoOn) {
  if (!error) return {IoNext::done, bytes};
  if (error == asio::error::eof) return {IoNext::ended};
  if (error == asio::error::would_block || error == asio::error::try_again || error == asio::error::interrupted) {
    return {toGoOn};
  }
  return {IoNext::failed};
}

/// Starts a non-blocking connect and waits for its end.
asio::error_code connectBefore(Socket& socket, const Socket::endpoint_type& endpoint, Clock::time_point deadline) {
  asio::error_code error;
  socket.open(endpoint.protocol(), error);
  if (error) return error;
  socket.native_non_blocking(true, error);
  if (error) return error;
  if (::connect(socket.native_handle(), endpoint.data(), static_cast<socklen_t>(endpoint.size())) == 0) return {};
  if (errno != EINPROGRESS) return {errno, asio::error::get_system_category()};
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    pollfd wait{socket.native_handle(), POLLOUT, 0};
    const int ready = ::poll(&wait, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
    if (ready == 0) return asio::error::timed_out;
    if (ready < 0 && errno == EINTR) continue;
    int result = 0;
    socklen_t size = sizeof result;
    ::getsockopt(socket.native_handle(), SOL_SOCKET, SO_ERROR, &result, &size);
    return {result, asio::error::get_system_category()};
  }
}

}  // namespace

Connection::Connection(Socket socket, const WakeEvent* stop)
    : socket_(std::move(socket)), stop_(stop), peer_(describePeer(socket_)) {
  asio::error_code ignored;
  socket_.non_blocking(true, ignored);
  // Both fail on Unix sockets, which need neither.
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  socket_.set_option(asio::socket_base::keep_alive(true), ignored);
}

Connection::Connection(Connection&&) noexcept = default;
Connection::~Connection() = default;

Connection& Connection::operator=(Connection&& other) noexcept {
  // The socket refers to its context, so it must go first.
  socket_ = std::move(other.socket_);
  context_ = std::move(other.context_);
  stop_ = other.stop_;
  peer_ = std::move(other.peer_);
  tls_ = std::move(other.tls_);
  return *this;
}

Result<Connection> Connection::connect(const Endpoint& endpoint, std::chrono::milliseconds timeout) {
  const auto deadline = Clock::now() + timeout;
  auto context = std::make_unique<asio::io_context>(1);
  std::vector<Socket::endpoint_type> candidates;
  asio::error_code error;
  if (const auto* local = std::get_if<UnixEndpoint>(&endpoint)) {
    candidates.emplace_back(asio::local::stream_protocol::endpoint(local->path.string()));
  } else {
    const auto& tcp = std::get<TcpEndpoint>(endpoint);
    asio::ip::tcp::resolver resolver(*context);
    for (const auto& entry : resolver.resolve(tcp.host, std::to_string(tcp.port), error)) {
      candidates.emplace_back(entry.endpoint());
    }
  }
  for (const auto& candidate : candidates) {
    Socket socket(*context);
    error = connectBefore(socket, candidate, deadline);
    if (error) continue;
    Connection connection(std::move(socket));
    connection.context_ = std::move(context);
    return connection;
  }
  return fail(ErrorCode::unreachable, toText(endpoint) + ": " + error.message());
}

Result<void> Connection::waitFor(short events, Clock::time_point deadline, bool mindStop) {
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    const int wait = static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 1'000'000'000));
    std::array<pollfd, 2> polled{{{socket_.native_handle(), events, 0}, {-1, POLLIN, 0}}};
    if (mindStop && stop_) polled[1].fd = stop_->descriptor();
    const int ready = ::poll(polled.data(), polled.size(), wait);
    if (ready < 0 && errno == EINTR) continue;
    if (ready < 0)
      return fail(ErrorCode::internal,
                  std::string("poll: ") + asio::error_code(errno, asio::error::get_system_category()).message());
    if (ready == 0) return fail(ErrorCode::timeout, "");
    if (polled[1].revents != 0) return fail(ErrorCode::shuttingDown, "the server is shutting down");
    return {};
  }
}

Result<void> Connection::waitFor(const IoOutcome& outcome, Clock::time_point deadline, bool mindStop) {
  return waitFor(outcome.next == IoNext::writable ? POLLOUT : POLLIN, deadline, mindStop);
}

IoOutcome Connection::readSome(std::span<std::byte> buffer) {
  if (tls_) return tls_->read(buffer);
  const std::size_t got = socket_.read_some(asio::buffer(buffer.data(), buffer.size()), readError_);
  return judge(readError_, got, IoNext::readable);
}

IoOutcome Connection::writeSome(ByteView head, ByteView body) {
  if (!tls_) {
    const std::array<asio::const_buffer, 2> parts{asio::buffer(head.data(), head.size()),
                                                  asio::buffer(body.data(), body.size())};
    const std::size_t sent = socket_.write_some(parts, writeError_);
    return judge(writeError_, sent, IoNext::writable);
  }
  if (head.empty()) return tls_->write(body);
  // Repeated with the same bytes where the socket had no room, as OpenSSL wants it.
  std::array<std::byte, kRecordBytes> record;
  const std::size_t ofHead = std::min(head.size(), record.size());
  const std::size_t ofBody = std::min(body.size(), record.size() - ofHead);
  std::ranges::copy(head.first(ofHead), record.begin());
  std::ranges::copy(body.first(ofBody), record.begin() + static_cast<std::ptrdiff_t>(ofHead));
  return tls_->write(std::span(record).first(ofHead + ofBody));
}

Result<void> Connection::startTls(const TlsContext& context, const std::string& host, Clock::time_point deadline) {
  tls_ = std::make_unique<TlsChannel>(context, socket_.native_handle(), host);
  while (true) {
    const IoOutcome outcome = tls_->shakeHands();
    if (outcome.next == IoNext::done) return {};
    if (outcome.next == IoNext::ended) return fail(ErrorCode::disconnected, "the peer closed during the TLS handshake");
    if (outcome.next == IoNext::failed) {
      return fail(tls_->reason());
    }
    if (auto ready = waitFor(outcome, deadline, true); !ready) return ready;
  }
}

std::optional<TlsPeer> Connection::tlsPeer() const {
  return tls_ ? tls_->peer() : std::nullopt;
}

Result<std::byte> Connection::peekByte(Clock::time_point deadline) {
  while (true) {
    std::byte next{};
    const ssize_t got = ::recv(socket_.native_handle(), &next, 1, MSG_PEEK);
    if (got == 1) return next;
    if (got == 0) return fail(ErrorCode::disconnected, "closed");
    const asio::error_code error(errno, asio::error::get_system_category());
    if (judge(error, 0, IoNext::readable).next == IoNext::failed) return fail(broken(error));
    if (auto ready = waitFor(POLLIN, deadline, true); !ready) return fail(ready.error());
  }
}

Result<void> Connection::readExactly(std::span<std::byte> buffer, Clock::time_point deadline) {
  std::size_t used = 0;
  while (used < buffer.size()) {
    const IoOutcome outcome = readSome(buffer.subspan(used));
    if (outcome.next == IoNext::done) {
      used += outcome.bytes;
      continue;
    }
    if (outcome.next == IoNext::ended) {
      return used == 0 ? fail(ErrorCode::disconnected, "closed") : fail(broken(asio::error::eof));
    }
    if (outcome.next == IoNext::failed) return fail(tls_ ? tls_->reason() : broken(readError_));
    if (auto ready = waitFor(outcome, deadline, true); !ready) return ready;
  }
  return {};
}

Result<void> Connection::waitReadable(Clock::time_point deadline) {
  if (!tls_) return waitFor(POLLIN, deadline, true);
  while (true) {
    // What the socket holds may be TLS's own and no byte for us; what OpenSSL holds, no poll tells of.
    const IoOutcome outcome = tls_->peek();
    if (outcome.next != IoNext::readable && outcome.next != IoNext::writable) return {};  // also what reading will tell
    if (auto ready = waitFor(outcome, deadline, true); !ready) return ready;
  }
}

Result<void> Connection::write(ByteView head, ByteView body, Clock::time_point deadline) {
  while (!head.empty() || !body.empty()) {
    const IoOutcome outcome = writeSome(head, body);
    if (outcome.next == IoNext::done) {
      const std::size_t ofHead = std::min(outcome.bytes, head.size());
      head = head.subspan(ofHead);
      body = body.subspan(outcome.bytes - ofHead);
      continue;
    }
    if (outcome.next == IoNext::ended) return fail(broken(asio::error::eof));
    if (outcome.next == IoNext::failed) return fail(tls_ ? tls_->reason() : broken(writeError_));
    if (auto ready = waitFor(outcome, deadline, false); !ready) return ready;
  }
  return {};
}

void Connection::finish(Clock::time_point deadline) {
  if (tls_) tls_->sayGoodbye();
  asio::error_code error;
  socket_.shutdown(asio::socket_base::shutdown_send, error);
  std::array<std::byte, 16384> ignored;
  while (Clock::now() < deadline) {
    const std::size_t got = socket_.read_some(asio::buffer(ignored), error);
    const IoOutcome outcome = judge(error, got, IoNext::readable);
    if (outcome.next == IoNext::done) continue;
    if (outcome.next != IoNext::readable || !waitFor(POLLIN, deadline, false)) return;
  }
}

std::size_t Connection::unsentBytes() {
  int bytes = 0;
  // Of a socket that is gone nothing waits.
  if (::ioctl(socket_.native_handle(), SIOCOUTQ, &bytes) != 0) return 0;
  return static_cast<std::size_t>(std::max(bytes, 0));
}

bool Connection::isPeerGone() {
  pollfd end{socket_.native_handle(), POLLRDHUP, 0};
  return ::poll(&end, 1, 0) > 0 && (end.revents & (POLLRDHUP | POLLHUP | POLLERR | POLLNVAL)) != 0;
}

void Connection::abort() {
  ::shutdown(socket_.native_handle(), SHUT_RDWR);
}

}  // namespace facewire::net
