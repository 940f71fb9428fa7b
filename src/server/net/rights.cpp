#include "rights.hpp"

#include <unistd.h>

#include <algorithm>

#include "log_quote.hpp"

namespace facewire::server {

using access::Role;

Rights::Rights(const AccessPolicy& policy, access::LoginGuard& guard, const net::Peer& peer)
    : policy_(policy), guard_(guard), peer_(peer) {
  const bool isOwner = peer.user && (*peer.user == ::geteuid() || *peer.user == 0);
  if (isOwner) ofConnection_ = Role::admin;
}

bool Rights::isOpen() const {
  return !policy_.asksForCertificates && !(policy_.tokens && policy_.tokens->isRequired());
}

void Rights::noteCertificate(const std::optional<net::TlsPeer>& shown) {
  if (!policy_.asksForCertificates || !shown || !shown->trusted) return;
  certificateName_ = shown->subject;
  ofConnection_ = std::max(ofConnection_, policy_.certificateRole);
}

tl::expected<void, Rights::Refused> Rights::present(std::string_view token) {
  if (isOpen()) return {};
  if (token.empty()) {
    if (ofConnection_ != Role::none) return {};
    return tl::unexpected(Refused{{ErrorCode::unauthorised, "this server asks for a token, and none was given"}});
  }
  if (const auto wait = guard_.barredFor(peer_.place)) {
    return tl::unexpected(Refused{{ErrorCode::unauthorised, "too many log-ins from this address failed: try again in " +
                                                                std::to_string(wait->count()) + " s"},
                                  false,
                                  true});
  }
  const auto holder = policy_.tokens ? policy_.tokens->find(token) : std::nullopt;
  if (!holder) {
    guard_.noteFailure(peer_.place);
    return tl::unexpected(
        Refused{{ErrorCode::unauthorised, "the token is none of this server's, or was revoked"}, true});
  }
  tokenId_ = holder->id;
  tokenName_ = holder->name;
  return {};
}

Role Rights::role() {
  // Asked each time: the first token that is made ends what was open until then.
  if (isOpen()) return Role::admin;
  if (tokenId_.empty()) return ofConnection_;
  return std::max(ofConnection_, policy_.tokens->roleOf(tokenId_));
}

Result<void> Rights::require(Role needed, std::string_view what) {
  const Role held = role();
  if (held >= needed) return {};
  std::string why = std::string(what) + " needs the role " + std::string(toWord(needed)) + " or a higher one; ";
  if (held != Role::none) {
    why += "this client has the role " + std::string(toWord(held));
  } else if (tokenId_.empty()) {
    why += "this client gave no token";
  } else {
    why += "the token of this client was revoked";
  }
  return fail(ErrorCode::unauthorised, why);
}

std::string Rights::describe() const {
  std::string text;
  if (!certificateName_.empty()) text += " certificate=" + quoteForLog(certificateName_);
  if (!tokenName_.empty()) text += " token=" + quoteForLog(tokenName_);
  return text;
}

}  // namespace facewire::server
