#include "raw_peer.hpp"

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>

#include "target.hpp"

namespace facewire::fuzz {
namespace {

/// Far more than any answer takes under a sanitizer, on a machine with much else to do.
constexpr timeval kPatience{60, 0};

}  // namespace

RawPeer::RawPeer(const std::filesystem::path& socket) : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = socket.string();
  require(socket_ >= 0 && path.size() < sizeof address.sun_path, "there is no socket to be had");
  std::memcpy(static_cast<char*>(address.sun_path), path.data(), path.size());
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof kPatience);
  const auto* const any = reinterpret_cast<const sockaddr*>(&address);
  require(::connect(socket_, any, sizeof address) == 0, "the server takes no connection");
}

RawPeer::~RawPeer() {
  ::close(socket_);
}

void RawPeer::send(ByteView bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;  // libFuzzer's own alarm
    if (sent <= 0) {
      require(errno != EAGAIN, "the server reads nothing");
      return;
    }
    bytes = bytes.subspan(static_cast<std::size_t>(sent));
  }
}

void RawPeer::send(protocol::MessageType type, ByteView payload) {
  send(protocol::encodeHeader({type, payload.size()}));
  send(payload);
}

void RawPeer::endSending() {
  ::shutdown(socket_, SHUT_WR);
}

std::size_t RawPeer::read(std::span<std::byte> to) {
  std::size_t used = 0;
  while (used < to.size()) {
    const auto got = ::recv(socket_, to.data() + used, to.size() - used, 0);
    if (got < 0 && errno == EINTR) continue;
    require(got >= 0 || errno != EAGAIN, "the server neither answers nor closes");
    if (got <= 0) break;
    used += static_cast<std::size_t>(got);
  }
  return used;
}

std::optional<protocol::Message> RawPeer::receive() {
  std::array<std::byte, protocol::kHeaderBytes> head{};
  const std::size_t got = read(head);
  if (got == 0) return std::nullopt;
  require(got == head.size(), "a header breaks off");
  const auto header = protocol::decodeHeader(head);
  require(header.has_value(), "the server sent a message of an unknown type");
  protocol::Message message{header->type, Bytes(header->payloadBytes)};
  require(read(message.payload) == message.payload.size(), "a message breaks off");
  return message;
}

}  // namespace facewire::fuzz
