#pragma once

#include <openssl/x509.h>

#include "facewire/net/fingerprint.hpp"

namespace facewire::net {

/// Errors: `internal`, where OpenSSL has no SHA-256.
Result<Fingerprint> fingerprintOf(const X509* certificate);

}  // namespace facewire::net
