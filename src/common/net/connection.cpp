#include "facewire/net/connection.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <asio/buffer.hpp>
#include <asio/error.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/local/stream_protocol.hpp>

namespace facewire::net {
namespace {

std::string describePeer(const Socket& socket) {
  asio::error_code error;
  const auto remote = socket.remote_endpoint(error);
  if (error) return "gone";
  const int family = remote.protocol().family();
  if (family != AF_INET && family != AF_INET6) return "unix";
  asio::ip::tcp::endpoint tcp;
  if (remote.size() > tcp.capacity()) return "?";
  std::copy_n(static_cast<const char*>(static_cast<const void*>(remote.data())), remote.size(),
              static_cast<char*>(static_cast<void*>(tcp.data())));
  tcp.resize(remote.size());
  return toText(TcpEndpoint{tcp.address().to_string(), tcp.port()});
}

tl::unexpected<Error> broken(const asio::error_code& error) {
  if (error == asio::error::eof) return fail(ErrorCode::disconnected, "the peer closed in the middle of a message");
  return fail(ErrorCode::disconnected, error.message());
}

bool wouldBlock(const asio::error_code& error) {
  return error == asio::error::would_block || error == asio::error::try_again || error == asio::error::interrupted;
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

Result<void> Connection::readExactly(std::span<std::byte> buffer, Clock::time_point deadline) {
  std::size_t used = 0;
  while (used < buffer.size()) {
    asio::error_code error;
    used += socket_.read_some(asio::buffer(buffer.data() + used, buffer.size() - used), error);
    if (!error) continue;
    if (error == asio::error::eof && used == 0) return fail(ErrorCode::disconnected, "closed");
    if (!wouldBlock(error)) return broken(error);
    if (auto ready = waitFor(POLLIN, deadline, true); !ready) return ready;
  }
  return {};
}

Result<void> Connection::waitReadable(Clock::time_point deadline) {
  return waitFor(POLLIN, deadline, true);
}

Result<void> Connection::write(ByteView head, ByteView body, Clock::time_point deadline) {
  while (!head.empty() || !body.empty()) {
    const std::array<asio::const_buffer, 2> parts{asio::buffer(head.data(), head.size()),
                                                  asio::buffer(body.data(), body.size())};
    asio::error_code error;
    const std::size_t sent = socket_.write_some(parts, error);
    if (error && !wouldBlock(error)) return broken(error);
    if (error) {
      if (auto ready = waitFor(POLLOUT, deadline, false); !ready) return ready;
      continue;
    }
    const std::size_t ofHead = std::min(sent, head.size());
    head = head.subspan(ofHead);
    body = body.subspan(sent - ofHead);
  }
  return {};
}

void Connection::finish(Clock::time_point deadline) {
  asio::error_code error;
  socket_.shutdown(asio::socket_base::shutdown_send, error);
  std::array<std::byte, 16384> ignored;
  while (!error || wouldBlock(error)) {
    if (error && !waitFor(POLLIN, deadline, false)) return;
    if (Clock::now() >= deadline) return;
    socket_.read_some(asio::buffer(ignored), error);
  }
}

void Connection::abort() {
  ::shutdown(socket_.native_handle(), SHUT_RDWR);
}

}  // namespace facewire::net
