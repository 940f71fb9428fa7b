#include "network_link.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <cerrno>
#include <system_error>

namespace facewire::test {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

}  // namespace

NetworkLink::NetworkLink(std::uint16_t serverPort)
    : serverPort_(serverPort), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address = loopback(0);
  socklen_t length = sizeof address;
  auto* const any = std::bit_cast<sockaddr*>(&address);
  if (listener_ < 0 || ::bind(listener_, any, length) != 0 || ::listen(listener_, 64) != 0 ||
      ::getsockname(listener_, any, &length) != 0) {
    throw std::system_error(errno, std::generic_category(), "network of a test");
  }
  port_ = ntohs(address.sin_port);
  accepting_ = std::jthread([this](const std::stop_token& stop) { acceptAll(stop); });
}

NetworkLink::~NetworkLink() {
  accepting_.request_stop();
  ::shutdown(listener_, SHUT_RDWR);
  accepting_.join();
  ::close(listener_);
  for (Path& path : paths_) {
    path.there.request_stop();
    path.back.request_stop();
    ::shutdown(path.client, SHUT_RDWR);
    ::shutdown(path.server, SHUT_RDWR);
    path.there.join();
    path.back.join();
    ::close(path.client);
    ::close(path.server);
  }
}

void NetworkLink::setCut(bool cut) {
  {
    const std::scoped_lock lock(mutex_);
    cut_ = cut;
  }
  changed_.notify_all();
}

/// False where `stop` ended the wait.
bool NetworkLink::waitUntilWhole(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  return changed_.wait(lock, stop, [this] { return !cut_; });
}

void NetworkLink::acceptAll(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return;
    sockaddr_in address = loopback(serverPort_);
    const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (!waitUntilWhole(stop) || server < 0 ||
        ::connect(server, std::bit_cast<sockaddr*>(&address), sizeof address) != 0) {
      ::close(client);
      if (server >= 0) ::close(server);
      continue;
    }
    Path& path = paths_.emplace_back();
    path.client = client;
    path.server = server;
    path.there = std::jthread([=, this](const std::stop_token& end) { pass(client, server, end); });
    path.back = std::jthread([=, this](const std::stop_token& end) { pass(server, client, end); });
  }
}

/// An end or a break on one side is told to the other, once the link is whole.
void NetworkLink::pass(int from, int to, const std::stop_token& stop) {
  std::array<char, 65536> buffer{};
  while (true) {
    const ssize_t got = ::recv(from, buffer.data(), buffer.size(), 0);
    if (!waitUntilWhole(stop)) return;
    if (got <= 0) break;
    for (ssize_t sent = 0; sent < got;) {
      const ssize_t more = ::send(to, buffer.data() + sent, static_cast<std::size_t>(got - sent), MSG_NOSIGNAL);
      if (more <= 0) break;
      sent += more;
    }
  }
  ::shutdown(to, SHUT_WR);
}

}  // namespace facewire::test
