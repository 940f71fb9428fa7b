#include "facewire/net/endpoint.hpp"

#include <charconv>
#include <optional>

namespace facewire::net {
namespace {

constexpr std::string_view kUnixPrefix = "unix:";
// sockaddr_un holds 108 bytes with the terminating zero.
constexpr std::size_t kMaxUnixPath = 107;

tl::unexpected<Error> badAddress(std::string_view text, const char* why) {
  return fail(ErrorCode::invalidInput,
              "address \"" + std::string(text) + "\" " + why + "; expected HOST:PORT, [::1]:PORT or unix:/path");
}

std::optional<std::uint16_t> parsePort(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return port;
}

}  // namespace

Result<Endpoint> parseEndpoint(std::string_view text) {
  if (text.starts_with(kUnixPrefix)) {
    const std::string_view path = text.substr(kUnixPrefix.size());
    if (path.empty()) return badAddress(text, "names no path");
    if (path.size() > kMaxUnixPath) return badAddress(text, "has a path over 107 bytes, more than the system takes");
    return UnixEndpoint{path};
  }
  std::string_view host = text;
  std::string_view port;
  bool hasPort = false;
  if (text.starts_with('[')) {
    const auto close = text.find(']');
    if (close == std::string_view::npos) return badAddress(text, "lacks its ]");
    host = text.substr(1, close - 1);
    const std::string_view rest = text.substr(close + 1);
    hasPort = rest.starts_with(':');
    if (!rest.empty() && !hasPort) return badAddress(text, "has something other than :PORT after its ]");
    if (hasPort) port = rest.substr(1);
  } else if (const auto colon = text.rfind(':'); colon != std::string_view::npos) {
    if (text.find(':') != colon) return badAddress(text, "looks like IPv6 without brackets");
    host = text.substr(0, colon);
    port = text.substr(colon + 1);
    hasPort = true;
  }
  if (host.empty()) return badAddress(text, "names no host");
  if (host.find_first_of("[]") != std::string_view::npos) return badAddress(text, "has a bracket out of place");
  // A host of that name could not be told from a path: its port would be read as one.
  if (host == kUnixPrefix.substr(0, kUnixPrefix.size() - 1)) return badAddress(text, "names no path");
  TcpEndpoint endpoint{std::string(host), kDefaultPort};
  if (hasPort) {
    const auto number = parsePort(port);
    if (!number) return badAddress(text, "has no port between 0 and 65535");
    endpoint.port = *number;
  }
  return endpoint;
}

std::string toText(const Endpoint& endpoint) {
  if (const auto* local = std::get_if<UnixEndpoint>(&endpoint)) return std::string(kUnixPrefix) + local->path.string();
  const auto& tcp = std::get<TcpEndpoint>(endpoint);
  const bool bracketed = tcp.host.find(':') != std::string::npos;
  return (bracketed ? "[" + tcp.host + "]" : tcp.host) + ":" + std::to_string(tcp.port);
}

}  // namespace facewire::net
