#include "setting_kinds.hpp"

namespace facewire::app {
namespace {

/// Without a port it is this listener's own, not the clients'.
Result<net::TcpEndpoint> parseMetricsAddress(const std::string& text) {
  auto endpoint = net::parseEndpoint(text);
  if (!endpoint) return fail(endpoint.error());
  auto* tcp = std::get_if<net::TcpEndpoint>(&*endpoint);
  if (!tcp) return expected("HOST:PORT or none", text);
  if (tcp->port == net::kDefaultPort && !text.ends_with(":" + std::to_string(net::kDefaultPort))) {
    tcp->port = kMetricsPort;
  }
  return std::move(*tcp);
}

Setting metricsListen() {
  Setting setting{"metrics_listen", "ADDR",
                  "Address of /metrics (Prometheus), /healthz and /readyz, over HTTP: HOST:PORT; none: they are not "
                  "there."};
  setting.isText = true;
  setting.set = [](Options& options, std::span<const std::string> values) -> Result<void> {
    options.metricsListenGiven = true;
    options.metricsListen.reset();
    if (values.back() == "none") return {};
    auto address = parseMetricsAddress(values.back());
    if (!address) return fail(address.error());
    options.metricsListen = std::move(*address);
    return {};
  };
  setting.show = [](const Options& options) {
    return std::vector{options.metricsListen ? net::toText(net::Endpoint(*options.metricsListen))
                                             : std::string("none")};
  };
  return setting;
}

}  // namespace

std::vector<Setting> metricsSettings() {
  return {common(metricsListen())};
}

}  // namespace facewire::app
