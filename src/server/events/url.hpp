#pragma once

#include <cstdint>
#include <string>

#include "facewire/base/result.hpp"

namespace facewire::events {

/// The parts of a URL, decoded.
struct Url {
  std::string scheme;
  std::string user;
  std::string password;
  std::string host;        ///< an IPv6 address without brackets
  std::uint16_t port = 0;  ///< 0: none was given
  std::string path;        ///< with what follows it; "/" or empty: none

  /// "https://host:8443": what may be told to anybody. User, password and path may be secrets.
  std::string withoutSecrets() const;
};

/// Errors: `invalidInput`, without the text itself, which may hold a password.
Result<Url> parseUrl(const std::string& text);

}  // namespace facewire::events
