#pragma once

#include <sys/types.h>

#include <asio/generic/stream_protocol.hpp>
#include <optional>
#include <string>

namespace facewire::net {

/// Who is at the other end of a socket, as the system tells it.
struct Peer {
  std::string text;  ///< "203.0.113.7:50123", "[::1]:50123", "unix:uid=1000,pid=77"; "gone" where nobody is any more
  /// What the limits of one address count by: the IPv4 address, the IPv6 network of 64 bits (a host has as many
  /// addresses in it as it likes), of a Unix socket the user.
  std::string place;
  bool isLocal = false;       ///< this machine's own: loopback or a Unix socket
  bool isUnix = false;        ///< of a Unix socket
  std::optional<uid_t> user;  ///< of a Unix socket: whose process connected, where the system tells
};

Peer describePeer(asio::generic::stream_protocol::socket& socket);

}  // namespace facewire::net
