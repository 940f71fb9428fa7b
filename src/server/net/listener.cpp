#include "listener.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <asio/ip/tcp.hpp>
#include <asio/ip/v6_only.hpp>
#include <asio/local/stream_protocol.hpp>
#include <optional>
#include <stdexcept>

#include "facewire/base/clock.hpp"

namespace facewire::server {
namespace {

using Generic = asio::generic::stream_protocol;

/// Connections that the system completes and holds until accept takes them.
constexpr int kBacklog = 1024;
constexpr int kPauseAfterErrorMs = 100;
constexpr std::chrono::milliseconds kErrorLasts{10 * kPauseAfterErrorMs};
/// Where peers come and go at the limit, every one who leaves ends the trouble and the next one brings it back.
constexpr std::chrono::minutes kTroubleToldFor{1};

std::string remedyFor(const asio::error_code& error) {
  if (error == asio::error::address_in_use) return " (another program has it: stop that, or choose another --listen)";
  if (error == asio::error::access_denied)
    return " (ports below 1024 and foreign folders need rights: choose another --listen)";
  if (error.value() == EADDRNOTAVAIL) return " (not an address of this machine: see `ip address`)";
  return "";
}

[[noreturn]] void refuse(const net::Endpoint& endpoint, const asio::error_code& error) {
  throw std::runtime_error("cannot listen on " + net::toText(endpoint) + ": " + error.message() + remedyFor(error));
}

/// A socket file that a killed server left behind is in the way of bind; one that somebody answers on is not ours to
/// take.
void removeStaleSocket(const net::UnixEndpoint& endpoint) {
  std::error_code error;
  const auto status = std::filesystem::status(endpoint.path, error);
  if (!std::filesystem::exists(status)) return;
  if (!std::filesystem::is_socket(status)) {
    throw std::runtime_error("cannot listen on " + net::toText(endpoint) + ": a file that is no socket stands there");
  }
  asio::io_context context(1);
  asio::local::stream_protocol::socket probe(context);
  asio::error_code refused;
  probe.connect(asio::local::stream_protocol::endpoint(endpoint.path.string()), refused);
  if (!refused) refuse(endpoint, asio::error::address_in_use);
  if (refused == asio::error::connection_refused) std::filesystem::remove(endpoint.path, error);
}

asio::ip::tcp::endpoint asTcp(const Generic::endpoint& endpoint) {
  asio::ip::tcp::endpoint tcp;
  const auto* bytes = static_cast<const char*>(static_cast<const void*>(endpoint.data()));
  std::copy_n(bytes, endpoint.size(), static_cast<char*>(static_cast<void*>(tcp.data())));
  tcp.resize(endpoint.size());
  return tcp;
}

}  // namespace

std::vector<Generic::endpoint> resolveToBind(const net::Endpoint& endpoint) {
  if (const auto* local = std::get_if<net::UnixEndpoint>(&endpoint)) {
    return {Generic::endpoint(asio::local::stream_protocol::endpoint(local->path.string()))};
  }
  const auto& tcp = std::get<net::TcpEndpoint>(endpoint);
  asio::io_context context(1);
  asio::ip::tcp::resolver resolver(context);
  asio::error_code error;
  std::vector<Generic::endpoint> found;
  for (const auto& entry :
       resolver.resolve(tcp.host, std::to_string(tcp.port), asio::ip::resolver_base::passive, error)) {
    const Generic::endpoint address(entry.endpoint());
    if (std::find(found.begin(), found.end(), address) == found.end()) found.push_back(address);
  }
  if (error) refuse(endpoint, error);
  // Each address would get a port of its own, and only one can be told.
  if (tcp.port == 0) found.resize(1);
  return found;
}

Listener::Listener(asio::io_context& context, const Generic::endpoint& endpoint, net::Endpoint name,
                   spdlog::logger& log)
    : log_(log), context_(context), acceptor_(context_), address_(std::move(name)) {
  const auto* local = std::get_if<net::UnixEndpoint>(&address_);
  if (local) removeStaleSocket(*local);
  asio::error_code error;
  acceptor_.open(endpoint.protocol(), error);
  if (error) refuse(address_, error);
  if (!local) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
  // So that 0.0.0.0 and [::] can both be had with one port.
  if (endpoint.protocol().family() == AF_INET6) acceptor_.set_option(asio::ip::v6_only(true), error);
  const mode_t before = ::umask(0177);
  acceptor_.bind(endpoint, error);
  ::umask(before);
  if (!error) acceptor_.listen(kBacklog, error);
  if (error) refuse(address_, error);
  if (!local) {
    const auto bound = asTcp(acceptor_.local_endpoint());
    address_ = net::TcpEndpoint{bound.address().to_string(), bound.port()};
  }
}

Listener::~Listener() {
  stop();
}

void Listener::start(OnAccepted onAccepted) {
  running_ = true;
  thread_ = std::jthread([this, handle = std::move(onAccepted)] {
    acceptLoop(handle);
    running_ = false;
  });
}

void Listener::stop() {
  if (!acceptor_.is_open()) return;
  stopping_ = true;
  wake_.set();
  // close() would not wake a blocked accept; this does, with EINVAL.
  ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
  if (thread_.joinable()) thread_.join();
  asio::error_code ignored;
  acceptor_.close(ignored);
  if (const auto* local = std::get_if<net::UnixEndpoint>(&address_)) {
    std::error_code gone;
    std::filesystem::remove(local->path, gone);
  }
}

std::optional<std::string> Listener::whyNotAccepting() const {
  if (!running_) return stopping_ ? "stopped" : "not started";
  // The peer in the backlog is tried again and again, so an error that lasts is never older.
  if (Clock::now() - lastError_.load() < kErrorLasts) return "the system has no descriptor or memory left for a client";
  return std::nullopt;
}

void Listener::acceptLoop(const OnAccepted& onAccepted) {
  std::optional<Clock::time_point> told;
  while (!stopping_) {
    net::Socket socket(context_);
    asio::error_code error;
    acceptor_.accept(socket, error);
    if (stopping_) return;
    if (!error) {
      onAccepted(std::move(socket));
      continue;
    }
    if (error == asio::error::interrupted || error == asio::error::connection_aborted) continue;
    lastError_ = Clock::now();
    // Out of descriptors or memory: the waiting peer stays in the backlog, so trying again at once would spin.
    if (const auto now = Clock::now(); !told || now - *told >= kTroubleToldFor) {
      log_.error("cannot accept on {}: {}; trying again (a higher limit of open files, or fewer --max-clients)",
                 net::toText(address_), error.message());
      told = now;
    }
    pollfd wait{wake_.descriptor(), POLLIN, 0};
    ::poll(&wait, 1, kPauseAfterErrorMs);
  }
}

}  // namespace facewire::server
