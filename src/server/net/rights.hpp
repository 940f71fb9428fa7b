#pragma once

#include <string>
#include <string_view>

#include "facewire/access/login_guard.hpp"
#include "facewire/base/result.hpp"
#include "facewire/net/peer.hpp"
#include "facewire/net/tls.hpp"
#include "facewire/server/access_policy.hpp"

namespace facewire::server {

/// What one connection may do, and why. Confined to the session's thread.
///
/// Where neither tokens nor certificates are asked for, everybody may do everything. Else a Unix socket's peer that
/// runs as the server's user or as root may; a trusted certificate gives the policy's role, a token its own; the higher
/// counts.
class Rights {
 public:
  Rights(const AccessPolicy& policy, access::LoginGuard& guard, const net::Peer& peer);

  /// The connection's TLS is there.
  void noteCertificate(const std::optional<net::TlsPeer>& shown);

  /// What HELLO gave; empty: none. Errors: `unauthorised` (no such token; too many failures of that address; none where
  /// one is needed), with what to do about it; `isFailure`: somebody may be guessing.
  struct Refused {
    Error error;
    bool isFailure = false;  ///< a token that is none
    bool isBarred = false;   ///< the address failed too often
  };
  tl::expected<void, Refused> present(std::string_view token);

  /// As of now: a token that was revoked gives nothing any more.
  access::Role role();

  /// Whether there is nothing to wait for: the peer may do something already.
  bool isKnown() { return role() != access::Role::none; }

  /// Errors: `unauthorised`, saying what `what` needs.
  Result<void> require(access::Role needed, std::string_view what);

  /// For the log: " token=front-door role=viewer"; empty where nobody is asked.
  std::string describe() const;

 private:
  bool isOpen() const;

  const AccessPolicy& policy_;
  access::LoginGuard& guard_;
  const net::Peer& peer_;
  access::Role ofConnection_ = access::Role::none;  ///< without a token
  std::string tokenId_;                             ///< empty: none was presented
  std::string tokenName_;
  std::string certificateName_;
};

}  // namespace facewire::server
