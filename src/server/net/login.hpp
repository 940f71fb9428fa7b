#pragma once

#include <chrono>

#include "facewire/access/login_guard.hpp"
#include "facewire/net/message_stream.hpp"
#include "facewire/server/access_policy.hpp"
#include "rights.hpp"

namespace facewire::server {

/// A connection's way in: TLS, then what the client shows, all by one deadline. Confined to the session's thread.
class Login {
 public:
  /// All outlive this. `time`: from now on.
  Login(net::MessageStream& stream, const AccessPolicy& policy, access::LoginGuard& guard,
        std::chrono::milliseconds time);

  /// TLS, where the server has it; it is between machines, so not on a Unix socket. Errors: as
  /// net::Connection::startTls, `unauthorised` where the client speaks in clear: then beganWithHello() tells whether it
  /// can read the reason.
  Result<void> secure();
  bool beganWithHello() const { return beganWithHello_; }

  /// `usual`, or, until it is known what the client may do, what is left of the time, and little room.
  net::StreamLimits limitsNow(const net::StreamLimits& usual);

  /// Whether the client has once shown what it may do. What it may do now is in `rights`.
  bool isOver() { return isOver_ = isOver_ || rights.isKnown(); }

  /// "not logged in within 10 s"
  Error timedOut() const;

  Rights rights;

 private:
  net::MessageStream& stream_;
  const AccessPolicy& policy_;
  const std::chrono::milliseconds time_;
  const Clock::time_point deadline_;
  bool beganWithHello_ = false;
  bool isOver_ = false;
};

}  // namespace facewire::server
