#include "reloading.hpp"

#include "server_options.hpp"

namespace facewire::app {

void Reloading::reload() {
  spdlog::logger& log = logs_.of("app");
  auto next = invocation_.readAgain();
  const auto taken = next ? takeOver(*next) : Result<void>(fail(next.error()));
  if (!taken) {
    log.error("reload: nothing changed: {}", taken.error().detail);
    return;
  }
  tellChanges(*next);
  log.info("reloaded: {}", access_.describe());
  latest_ = std::move(*next);
}

Result<void> Reloading::takeOver(const Configuration& next) {
  const Options& options = next.options();
  const auto levels = parseLogLevels(options.logLevel);
  if (!levels) return fail(levels.error());
  // Last of what can fail, so that all is taken over or nothing.
  if (auto tls = access_.reload(options); !tls) return tls;
  logs_.setLevels(*levels);
  server::ServerOptions wanted = serverOptions(options, access_.policy());
  wanted.stream.maxFrameBytes = invocation_.configuration.options().maxFrameBytes;  // the service knows it too
  server_.setLimits(wanted.limits, wanted.stream);
  return {};
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
