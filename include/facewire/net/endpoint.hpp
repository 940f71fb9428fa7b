#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <variant>

#include "facewire/base/result.hpp"

namespace facewire::net {

inline constexpr std::uint16_t kDefaultPort = 7117;

struct TcpEndpoint {
  std::string host;  ///< a name or an address, without brackets
  std::uint16_t port = kDefaultPort;
};

struct UnixEndpoint {
  std::filesystem::path path;
};

using Endpoint = std::variant<TcpEndpoint, UnixEndpoint>;

/// HOST:PORT, [::1]:PORT, unix:/path; HOST or [::1] alone means kDefaultPort.
/// Errors: `invalidInput`, naming the text and the form expected.
Result<Endpoint> parseEndpoint(std::string_view text);

/// The text that parseEndpoint reads back.
std::string toText(const Endpoint& endpoint);

}  // namespace facewire::net
