#pragma once

#include <string>
#include <string_view>

#include "facewire/base/bytes.hpp"

namespace facewire::events {

/// HMAC-SHA256 (RFC 2104) of `text`, as 64 lower-case hexadecimal digits.
std::string signatureOf(std::string_view secret, std::string_view text);

/// SHA-256 of `text`, likewise.
std::string digestOf(std::string_view text);

/// As RFC 4648 has it (section 4), padded, in one line.
std::string toBase64(ByteView bytes);

}  // namespace facewire::events
