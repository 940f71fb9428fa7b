#include "facewire/net/peer.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <asio/ip/network_v6.hpp>
#include <asio/ip/tcp.hpp>

#include "facewire/net/endpoint.hpp"

namespace facewire::net {
namespace {

constexpr unsigned short kNetworkBits = 64;

Peer describeLocal(int descriptor) {
  Peer peer{"unix", "unix", true, true, std::nullopt};
  ucred credentials{};
  socklen_t size = sizeof credentials;
  if (::getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) return peer;
  if (credentials.uid == static_cast<uid_t>(-1)) return peer;
  peer.user = credentials.uid;
  peer.place = "uid=" + std::to_string(credentials.uid);
  peer.text = "unix:" + peer.place + ",pid=" + std::to_string(credentials.pid);
  return peer;
}

std::string placeOf(const asio::ip::address& address) {
  if (address.is_v4()) return address.to_string();
  const asio::ip::address_v6 v6 = address.to_v6();
  if (v6.is_v4_mapped()) return asio::ip::make_address_v4(asio::ip::v4_mapped, v6).to_string();
  if (v6.is_loopback()) return v6.to_string();
  return asio::ip::make_network_v6(v6, kNetworkBits).canonical().to_string();
}

bool isLoopback(const asio::ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).is_loopback();
  }
  return address.is_loopback();
}

}  // namespace

Peer describePeer(asio::generic::stream_protocol::socket& socket) {
  asio::error_code error;
  const auto remote = socket.remote_endpoint(error);
  if (error) return {"gone", "gone", false, false, std::nullopt};
  const int family = remote.protocol().family();
  if (family != AF_INET && family != AF_INET6) return describeLocal(socket.native_handle());
  asio::ip::tcp::endpoint tcp;
  if (remote.size() > tcp.capacity()) return {"?", "?", false, false, std::nullopt};
  std::copy_n(static_cast<const char*>(static_cast<const void*>(remote.data())), remote.size(),
              static_cast<char*>(static_cast<void*>(tcp.data())));
  tcp.resize(remote.size());
  const asio::ip::address address = tcp.address();
  return {toText(TcpEndpoint{address.to_string(), tcp.port()}), placeOf(address), isLoopback(address), false,
          std::nullopt};
}

}  // namespace facewire::net
