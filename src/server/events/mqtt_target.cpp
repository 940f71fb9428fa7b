#include "mqtt_target.hpp"

#include <algorithm>

#include "facewire/base/file.hpp"
#include "secret_file.hpp"
#include "url.hpp"

namespace facewire::events {
namespace {

constexpr std::uint16_t kPort = 1883;
constexpr std::uint16_t kTlsPort = 8883;

tl::unexpected<Error> bad(const std::string& what) {
  return fail(ErrorCode::invalidInput, what);
}

}  // namespace

Result<MqttTarget> readTarget(const MqttOptions& options) {
  const auto url = parseUrl(options.url);
  if (!url) return bad("--mqtt: " + url.error().detail + "; mqtt://[USER@]HOST[:PORT] or mqtts://... is expected");
  if (url->scheme != "mqtt" && url->scheme != "mqtts") {
    return bad("--mqtt: mqtt:// or mqtts:// is expected, not \"" + url->scheme + "://\"");
  }
  if (!url->password.empty()) {
    return bad(
        "--mqtt: a password on a command line can be read by others: put it into a file (chmod 600) and name "
        "that by --mqtt-password-file");
  }
  if (!url->path.empty() && url->path != "/") {
    return bad("--mqtt: nothing is expected behind the host; topics begin with --mqtt-topic");
  }
  MqttTarget target;
  target.tls = url->scheme == "mqtts";
  target.host = url->host;
  target.port = url->port != 0 ? url->port : target.tls ? kTlsPort : kPort;
  target.user = url->user;
  target.name = url->withoutSecrets();
  if (!options.passwordFile.empty()) {
    if (target.user.empty()) {
      return bad("--mqtt-password-file needs a user: say --mqtt " + url->scheme + "://USER@" + url->host);
    }
    auto password = readSecret("--mqtt-password-file", options.passwordFile);
    if (!password) return fail(password.error());
    target.password = std::move(*password);
  }
  if (!options.ca.empty()) {
    constexpr std::size_t kMostBytes = 16u << 20;
    if (!target.tls) return bad("--mqtt-ca is of no use without TLS: say --mqtt mqtts://" + url->host);
    if (const auto ca = readFile(options.ca, kMostBytes); !ca) return bad("--mqtt-ca: " + ca.error().detail);
    target.ca = options.ca;
  }
  return target;
}

Result<std::string> readTopicPrefix(const std::string& setting, const std::string& text) {
  constexpr std::size_t kMostBytes = 200;
  const auto first = text.find_first_not_of('/');
  if (first == std::string::npos) return bad(setting + ": a topic to begin with is expected, as \"facewire\"");
  const std::string prefix = text.substr(first, text.find_last_not_of('/') - first + 1);
  const bool isBad = std::ranges::any_of(
      prefix, [](unsigned char letter) { return letter < 0x20 || letter == 0x7F || letter == '+' || letter == '#'; });
  if (isBad || prefix.front() == '$' || prefix.size() > kMostBytes) {
    return bad(setting +
               ": no topic can begin like that: leave out '+', '#', a '$' at its beginning and control "
               "characters, and keep it under 200 bytes");
  }
  return prefix;
}

}  // namespace facewire::events
