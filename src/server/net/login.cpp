#include "login.hpp"

#include <algorithm>

namespace facewire::server {
namespace {

/// The first byte of every TLS connection (RFC 8446, 5.1: a record of the handshake); no message of ours has that type.
constexpr std::byte kTlsHandshake{0x16};

/// Enough for any HELLO, from somebody who has not shown who he is.
constexpr std::size_t kMaxHelloBytes = 16384;

}  // namespace

Login::Login(net::MessageStream& stream, const AccessPolicy& policy, access::LoginGuard& guard,
             std::chrono::milliseconds time)
    : rights(policy, guard, stream.connection().peer()),
      stream_(stream),
      policy_(policy),
      time_(time),
      deadline_(Clock::now() + time) {}

Result<void> Login::secure() {
  net::Connection& connection = stream_.connection();
  if (!policy_.tls || connection.peer().isUnix) return {};
  const auto first = connection.peekByte(deadline_);
  if (!first) return fail(first.error());
  if (*first != kTlsHandshake) {
    beganWithHello_ = *first == static_cast<std::byte>(protocol::MessageType::hello);
    return fail(ErrorCode::unauthorised,
                "this server speaks TLS, and the client does not: give it --tls-fingerprint or --tls-ca");
  }
  if (auto shaken = connection.startTls(*policy_.tls, "", deadline_); !shaken) return shaken;
  rights.noteCertificate(connection.tlsPeer());
  return {};
}

net::StreamLimits Login::limitsNow(const net::StreamLimits& usual) {
  if (isOver()) return usual;
  net::StreamLimits limits = usual;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Clock::now());
  limits.idle = limits.message = std::max(left, std::chrono::milliseconds(1));
  limits.maxJsonBytes = std::min(limits.maxJsonBytes, kMaxHelloBytes);
  return limits;
}

Error Login::timedOut() const {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(time_).count();
  return {ErrorCode::timeout, "not logged in within " + std::to_string(seconds) + " s"};
}

}  // namespace facewire::server
