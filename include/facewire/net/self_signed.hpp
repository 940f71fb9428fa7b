#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "facewire/base/result.hpp"
#include "facewire/net/fingerprint.hpp"

namespace facewire::net {

/// A certificate that vouches for itself, and its key.
struct SelfSigned {
  std::string certificate;  ///< PEM
  std::string key;          ///< PEM, without a passphrase
  Fingerprint fingerprint;
};

/// A new key (ECDSA, P-256) and its certificate (X.509 version 3), good from now on for servers and clients of these
/// names: host names and addresses. Errors: `invalidInput`, naming the name that is neither; `internal`.
Result<SelfSigned> makeSelfSigned(const std::vector<std::string>& names, std::chrono::days lifetime);

}  // namespace facewire::net
