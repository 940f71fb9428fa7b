#include "reloading.hpp"

#include "server_options.hpp"

namespace facewire::app {

void Reloading::reload() {
  spdlog::logger& log = logs_.of("app");
  auto next = invocation_.readAgain();
  if (!next) {
    log.error("reload: nothing changed: {}", next.error().detail);
    return;
  }
  const Options& options = next->options();
  if (const auto tls = access_.reload(options); !tls) {
    log.error("reload: nothing changed: {}", tls.error().detail);
    return;
  }
  logs_.setLevels(parseLogLevels(options.logLevel).value());
  server::ServerOptions wanted = serverOptions(options, access_.policy());
  wanted.stream.maxFrameBytes = invocation_.configuration.options().maxFrameBytes;  // the service knows it too
  server_.setLimits(wanted.limits, wanted.stream);
  tellChanges(*next);
  log.info("reloaded: {}", access_.describe());
  latest_ = std::move(*next);
}

void Reloading::tellChanges(const Configuration& next) {
  spdlog::logger& log = logs_.of("app");
  for (const Setting* setting : next.changesFrom(latest_)) {
    if (setting->isReloadable) log.info("reload: {} from now on", next.lineOf(*setting));
  }
  for (const Setting* setting : next.changesFrom(invocation_.configuration)) {
    if (!setting->isReloadable) log.warn("reload: {} needs a start; until then it is as it was", next.lineOf(*setting));
  }
}

}  // namespace facewire::app
