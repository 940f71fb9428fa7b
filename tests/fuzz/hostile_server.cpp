#include "hostile_server.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "facewire/protocol/message.hpp"

namespace facewire::fuzz {
namespace {

void append(Bytes& out, ByteView bytes) {
  out.insert(out.end(), bytes.begin(), bytes.end());
}

void appendMessage(Bytes& out, unsigned type, std::string_view payload) {
  append(out, protocol::encodeHeader({static_cast<protocol::MessageType>(type), payload.size()}));
  append(out, asBytes(payload));
}

}  // namespace

Bytes toMessages(std::string_view lines, bool welcomes) {
  Bytes out;
  if (welcomes) {
    appendMessage(
        out, 2, R"({"version": 1, "server": "s", "limits": {"max_frame_bytes": 999, "max_pixels": 999}, "people": 0})");
  }
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
    if (line.empty()) continue;
    if (line.front() >= '0' && line.front() <= '9') {
      appendMessage(out, static_cast<unsigned>(line.front() - '0'), line.substr(1));
    } else {
      append(out, asBytes(line));
    }
  }
  return out;
}

HostileServer::HostileServer() {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = std::get<net::UnixEndpoint>(endpoint()).path.string();
  if (path.size() >= sizeof address.sun_path) throw std::runtime_error(path + ": too long for a socket");
  std::memcpy(static_cast<char*>(address.sun_path), path.data(), path.size());
  listening_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  // NOLINTNEXTLINE(*-reinterpret-cast): how sockets are bound
  const auto* const any = reinterpret_cast<const sockaddr*>(&address);
  if (listening_ < 0 || ::bind(listening_, any, sizeof address) != 0 || ::listen(listening_, 64) != 0) {
    throw std::runtime_error(path + ": " + std::strerror(errno));
  }
  thread_ = std::jthread([this] { serve(); });
}

HostileServer::~HostileServer() {
  ::shutdown(listening_, SHUT_RDWR);
  thread_.join();
  ::close(listening_);
}

void HostileServer::answerWith(Bytes bytes) {
  const std::lock_guard lock(mutex_);
  bytes_ = std::move(bytes);
}

void HostileServer::serve() {
  while (true) {
    const int client = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0 && errno == EINTR) continue;  // libFuzzer's own alarm
    if (client < 0) return;
    const Bytes bytes = [this] {
      const std::lock_guard lock(mutex_);
      return bytes_;
    }();
    // What the client does not take, it does not want.
    [[maybe_unused]] const auto sent = ::send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    ::shutdown(client, SHUT_WR);
    std::array<char, 4096> ignored{};
    while (::read(client, ignored.data(), ignored.size()) > 0) {
    }
    ::close(client);
  }
}

}  // namespace facewire::fuzz
