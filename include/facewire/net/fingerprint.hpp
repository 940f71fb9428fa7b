#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "facewire/base/result.hpp"

namespace facewire::net {

/// SHA-256 of a certificate (its DER form): what people compare, and what a client pins.
struct Fingerprint {
  std::array<std::byte, 32> bytes{};
  friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};

/// "1A:2B:...": 32 pairs of hexadecimal digits, as `openssl x509 -fingerprint -sha256` prints them.
std::string toText(const Fingerprint& fingerprint);

/// With or without colons, in either case, "SHA256:" in front or not. Errors: `invalidInput`, saying what is expected.
Result<Fingerprint> parseFingerprint(std::string_view text);

}  // namespace facewire::net
