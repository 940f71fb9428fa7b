#include "setting_kinds.hpp"

#include <algorithm>

namespace facewire::app {
namespace {

Setting listen() {
  Setting setting{
      "listen", "ADDR",
      "Address to listen on: HOST:PORT, [::1]:PORT or unix:/path; port 0 takes any free one. May be repeated."};
  setting.isList = true;
  setting.isText = true;
  setting.set = [](Options& options, std::span<const std::string> values) -> Result<void> {
    std::vector<net::Endpoint> endpoints;
    for (const std::string& text : values) {
      auto endpoint = net::parseEndpoint(text);
      if (!endpoint) return fail(endpoint.error());
      endpoints.push_back(std::move(*endpoint));
    }
    if (endpoints.empty()) return expected("at least one address", "");
    options.listen = std::move(endpoints);
    return {};
  };
  setting.show = [](const Options& options) {
    std::vector<std::string> texts;
    std::ranges::transform(options.listen, std::back_inserter(texts), net::toText);
    return texts;
  };
  return setting;
}

}  // namespace

std::vector<Setting> networkSettings() {
  return {
      common(listen()),
      path("port_file", "FILE", "Gets the bound TCP port, once the server accepts.", &Options::portFile),
      common(
          choice("tls", "WHEN",
                 "auto (on TCP, where there is a certificate: --tls-cert's, or keygen's in the data directory) or off.",
                 &Options::tls, {"auto", "off"})),
      path("tls_cert", "FILE", "The server's certificate and its chain, PEM; facewired keygen makes one.",
           &Options::tlsCert),
      path("tls_key", "FILE", "Its key, PEM, without a passphrase, readable by nobody else.", &Options::tlsKey),
      path("tls_client_ca", "FILE", "Ask clients for certificates that this one vouches for (PEM).",
           &Options::tlsClientCa),
      choice("tls_client_certs", "WHEN", "required, or optional: clients without one need a token.",
             &Options::tlsClientCerts, {"required", "optional"}),
      choice("tls_client_role", "ROLE", "What a client's certificate allows: viewer, enroller or admin.",
             &Options::tlsClientRole, {"viewer", "enroller", "admin"}),
      common(toggle("insecure",
                    "Listen on the network even without TLS and tokens. Anybody there may then see and change all.",
                    &Options::insecure)),
  };
}

}  // namespace facewire::app
