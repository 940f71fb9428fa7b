#include "facewire/metrics/http_listener.hpp"

#include <microhttpd.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <asio/error.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <list>
#include <system_error>
#include <thread>

#include "facewire/net/wake_event.hpp"

namespace facewire::metrics {
namespace {

using Tcp = asio::ip::tcp;

/// A crowd in the backlog must not keep a scraper from its first packet.
constexpr int kBacklog = 1024;
constexpr unsigned kIdleSeconds = 10;
/// A request's head and an answer's; longer ones are refused.
constexpr std::size_t kConnectionBytes = 8192;
/// Taken between two looks at the connections that are there.
constexpr int kAcceptedAtOnce = 16;
constexpr int kPauseAfterErrorMs = 100;
constexpr int kNiceness = 10;

Tcp::acceptor bindTo(asio::io_context& context, const net::TcpEndpoint& address) {
  const auto name = net::toText(net::Endpoint(address));
  try {
    Tcp::resolver resolver(context);
    const auto found = resolver.resolve(address.host, std::to_string(address.port), Tcp::resolver::passive);
    Tcp::acceptor acceptor(context);
    acceptor.open(found.begin()->endpoint().protocol());
    acceptor.set_option(asio::socket_base::reuse_address(true));
    acceptor.bind(found.begin()->endpoint());
    acceptor.listen(kBacklog);
    acceptor.native_non_blocking(true);
    return acceptor;
  } catch (const std::system_error& error) {
    // Asio's category for the system's errors is one of its own, which compares with no std::errc.
    const bool isSystems = error.code().category() == asio::error::get_system_category();
    const std::error_code code =
        isSystems ? std::error_code(error.code().value(), std::generic_category()) : error.code();
    throw std::system_error(code, "cannot listen on " + name);
  }
}

}  // namespace

struct HttpListener::Impl {
  Impl(const net::TcpEndpoint& endpoint, Handler answers)
      : handler(std::move(answers)), acceptor(bindTo(context, endpoint)) {
    const Tcp::endpoint bound = acceptor.local_endpoint();
    address = {bound.address().to_string(), bound.port()};
    daemon = MHD_start_daemon(MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET, 0, nullptr, nullptr, &Impl::takeRequest, this,
                              MHD_OPTION_CONNECTION_LIMIT, static_cast<unsigned>(kMaxConnections + kAcceptedAtOnce),
                              MHD_OPTION_CONNECTION_MEMORY_LIMIT, kConnectionBytes, MHD_OPTION_CONNECTION_TIMEOUT,
                              kIdleSeconds, MHD_OPTION_NOTIFY_CONNECTION, &Impl::noteConnection, this, MHD_OPTION_END);
    if (daemon == nullptr) throw std::system_error(errno, std::generic_category(), "cannot start the HTTP server");
    thread = std::jthread([this] { run(); });
  }

  ~Impl() {
    wake.set();
    if (thread.joinable()) thread.join();
    if (daemon != nullptr) MHD_stop_daemon(daemon);
  }

  void run() {
    // Frames go first, however many come to look.
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNiceness);
    const int work = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
    bool pauses = false;
    while (!wake.isSet()) {
      pollfd ready[] = {
          {wake.descriptor(), POLLIN, 0}, {work, POLLIN, 0}, {pauses ? -1 : acceptor.native_handle(), POLLIN, 0}};
      int wait = pauses ? kPauseAfterErrorMs : -1;
      MHD_UNSIGNED_LONG_LONG due = 0;
      if (MHD_get_timeout(daemon, &due) == MHD_YES && (wait < 0 || due < static_cast<unsigned>(wait))) {
        wait = static_cast<int>(due);
      }
      ::poll(ready, std::size(ready), wait);
      pauses = ready[2].revents != 0 && !acceptSome();
      MHD_run(daemon);
    }
  }

  /// False where the system gives no descriptor: who waits stays in the backlog, and trying again at once would spin.
  bool acceptSome() {
    for (int i = 0; i < kAcceptedAtOnce; ++i) {
      sockaddr_storage peer{};
      socklen_t size = sizeof peer;
      const int socket = ::accept4(acceptor.native_handle(), static_cast<sockaddr*>(static_cast<void*>(&peer)), &size,
                                   SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (socket < 0) return errno == EAGAIN || errno == EINTR || errno == ECONNABORTED;
      if (connections.size() >= kMaxConnections) ::shutdown(connections.front(), SHUT_RDWR);
      MHD_add_connection(daemon, socket, static_cast<sockaddr*>(static_cast<void*>(&peer)), size);
      // What was shut down is closed before the next one comes.
      if (connections.size() > kMaxConnections) MHD_run(daemon);
    }
    return true;
  }

  static void noteConnection(void* self, MHD_Connection* connection, void**, MHD_ConnectionNotificationCode what) {
    auto& connections = static_cast<Impl*>(self)->connections;
    const int socket = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
      connections.push_back(socket);
    } else {
      connections.remove(socket);
    }
  }

  HttpAnswer answerTo(std::string_view method, std::string_view path) const {
    if (method != MHD_HTTP_METHOD_GET && method != MHD_HTTP_METHOD_HEAD) {
      return {MHD_HTTP_METHOD_NOT_ALLOWED, "Only GET and HEAD are answered here.\n"};
    }
    try {
      return handler(path);
    } catch (const std::exception& error) {
      return {MHD_HTTP_INTERNAL_SERVER_ERROR, std::string(error.what()) + "\n"};
    }
  }

  static MHD_Result takeRequest(void* self, MHD_Connection* connection, const char* path, const char* method,
                                const char*, const char*, std::size_t*, void**) {
    // Queued at the first of several calls, before whatever comes after the head: so the library closes the connection
    // after the answer, and no peer keeps a place between its requests.
    const HttpAnswer answer = static_cast<Impl*>(self)->answerTo(method, path);
    // Copied: the library writes it when the peer takes it.
    MHD_Response* response = MHD_create_response_from_buffer(answer.body.size(), const_cast<char*>(answer.body.data()),
                                                             MHD_RESPMEM_MUST_COPY);
    if (response == nullptr) return MHD_NO;
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer.type.c_str());
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    if (answer.status == MHD_HTTP_METHOD_NOT_ALLOWED) {
      MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
    }
    const MHD_Result queued = MHD_queue_response(connection, answer.status, response);
    MHD_destroy_response(response);
    return queued;
  }

  const Handler handler;
  asio::io_context context{1};  ///< holds the socket; never run
  Tcp::acceptor acceptor;
  net::TcpEndpoint address;
  net::WakeEvent wake;
  MHD_Daemon* daemon = nullptr;
  std::list<int> connections;  ///< the oldest first; the thread's alone
  std::jthread thread;
};

HttpListener::HttpListener(const net::TcpEndpoint& address, Handler handler)
    : impl_(std::make_unique<Impl>(address, std::move(handler))) {}

HttpListener::~HttpListener() = default;

const net::TcpEndpoint& HttpListener::address() const {
  return impl_->address;
}

}  // namespace facewire::metrics
